/* sample.h - rules and documents that several tests begin from.
 *
 * Rules  base EUR; a dollar is 0.92 from 2026-01-01 and 0.90 before it (from 2020), a yen 0.0061, a dinar 3.01;
 *        a missing cost of Binders stands at 35 % margin, of Tape at 33.3333 %; the fiscal year starts on 1 January. */
#ifndef TESTS_UNIT_SUPPORT_SAMPLE_H
#define TESTS_UNIT_SUPPORT_SAMPLE_H

#include "portfolio/contribution.h"
#include "tests/unit/support/unit.h"

static inline currency sample_currency(const char *code) {
    currency c = currency_find(text_of(code));
    assert_int_not_equal(c, CURRENCY_NONE);
    return c;
}

static inline rules sample_rules(void) {
    static rate rows[4];
    static const margin_rate stand_ins[] = {{{"Binders", 7}, 350000}, {{"Tape", 4}, 333333}};
    rows[0] = (rate){sample_currency("JPY"), day_of("2020-01-01"), 61, 4};
    rows[1] = (rate){sample_currency("KWD"), day_of("2020-01-01"), 301, 2};
    rows[2] = (rate){sample_currency("USD"), day_of("2020-01-01"), 90, 2};
    rows[3] = (rate){sample_currency("USD"), day_of("2026-01-01"), 92, 2};
    return (rules){.rates = {.base = sample_currency("EUR"), .rows = rows, .count = 4},
                   .fiscal_month = 1,
                   .fiscal_day = 1,
                   .margin_rates = stand_ins,
                   .margin_rate_count = 2};
}

/* A document in full, in euros, whose only event was of that verb; its texts are the caller's. */
static inline document sample_document(document_kind kind, verb state, const char *id,
                                       const char *client, day date) {
    document d = {
        .kind = kind, .id = text_of(id), .has_body = true, .state = state, .state_date = date};
    d.body = (body){.client = text_of(client),
                    .date = date,
                    .date_given = true,
                    .currency = sample_currency("EUR"),
                    .start = date,
                    .end = DAY_NONE,
                    .notice_days = -1,
                    .since = DAY_NONE};
    d.body_stamp = d.state_stamp =
        (stamp){.time = date * INT64_C(86400000000000), .event_id = d.id};
    return d;
}

static inline void names_begin(names *n) {
    directory_init(&n->clients, 1);
    directory_init(&n->reps, 2);
    directory_init(&n->categories, 3);
}

static inline void names_finish(names *n) {
    directory_finish(&n->clients);
    directory_finish(&n->reps);
    directory_finish(&n->categories);
}

#endif
