/* contribution_test.c - what each kind of document adds, on worked examples in several currencies. */
#include "tests/unit/support/sample.h"

enum { LINES = 6 };

static names known;
static rules the_rules;
static posting_list postings;
static order_bills bills;

static int begin(void **state) {
    (void)state;
    the_rules = sample_rules();
    names_begin(&known);
    return 0;
}

static int finish(void **state) {
    (void)state;
    names_finish(&known);
    posting_list_finish(&postings);
    free(bills.items);
    bills = (order_bills){0};
    return 0;
}

static uint32_t post(const document *d, const char *today, int sign) {
    postings.count = 0;
    assert_true(contribution_post(d, &the_rules, &known, day_of(today), sign, &postings));
    return postings.count;
}

static uint32_t bill(const document *d, const char *today, int sign) {
    bills.count = 0;
    assert_true(contribution_bills(d, &the_rules, &known, day_of(today), sign, &bills));
    return bills.count;
}

static void set_lines(document *d, document_line *lines, uint32_t count) {
    d->body.lines = lines;
    d->body.line_count = count;
    d->body.lines_given = true;
}

static document_line line_of(const char *category, int64_t amount, int64_t cost, int64_t quantity) {
    return (document_line){.category = text_of(category),
                           .amount = amount,
                           .cost = cost,
                           .has_cost = cost >= 0,
                           .quantity = quantity,
                           .has_quantity = quantity != 0};
}

/* The sale posted for the category; fails when there is not exactly one. */
static const sale *sale_of(const char *category) {
    const sale *found = NULL;
    for (uint32_t i = 0; i < postings.count; i++) {
        const posting *p = &postings.items[i];
        if (p->kind != POSTING_SALE ||
            p->sale.category != directory_find(&known.categories, text_of(category)))
            continue;
        assert_null(found);
        found = &p->sale;
    }
    assert_non_null(found);
    return found;
}

static void expect_sale(const char *category, int64_t lines, int64_t revenue, int64_t costed,
                        int64_t margin, int64_t quantity) {
    const sale *s = sale_of(category);
    if (s->lines != lines || s->sums.revenue != revenue || s->sums.costed != costed ||
        s->sums.margin != margin || s->sums.quantity != quantity)
        fail_msg("%s: %lld lines, revenue %lld, costed %lld, margin %lld, quantity %lld", category,
                 (long long)s->lines, (long long)s->sums.revenue, (long long)s->sums.costed,
                 (long long)s->sums.margin, (long long)s->sums.quantity);
}

static const posting *only(posting_kind kind) {
    const posting *found = NULL;
    for (uint32_t i = 0; i < postings.count; i++) {
        if (postings.items[i].kind == kind) {
            assert_null(found);
            found = &postings.items[i];
        }
    }
    assert_non_null(found);
    return found;
}

static void expect_reference(const document *d, int times, const char *rep) {
    const posting *p = &postings.items[0];
    assert_int_equal(p->kind, POSTING_DOCUMENT);
    assert_int_equal(p->document.times, times);
    assert_int_equal(p->document.kind, d->kind);
    assert_int_equal(p->document.date, d->body.date);
    assert_true(text_equal(p->document.id, d->id));
    assert_int_equal(p->client, directory_find(&known.clients, d->body.client));
    assert_int_equal(p->rep, rep == NULL ? NUMBER_NONE : directory_find(&known.reps, text_of(rep)));
}

static void test_invoice(void **state) {
    (void)state;
    document_line lines[LINES] = {line_of("Paper", 11960, 7120, 4000),
                                  line_of("Paper", 1000, -1, 500),
                                  line_of("Binders", 1001, -1, 0),
                                  line_of("Tape", 1000, -1, 0),
                                  line_of("", -300, 0, 0),
                                  line_of("Binders", 500, 900, 1000)};
    document d = sample_document(KIND_INVOICE, VERB_ISSUED, "F-1", "C-1", day_of("2026-03-02"));
    d.body.rep = text_of("anna");
    set_lines(&d, lines, LINES);
    assert_int_equal(post(&d, "2026-03-02", 1), 6);
    expect_reference(&d, 1, "anna");
    assert_int_equal(only(POSTING_ACTIVITY)->activity.invoices, 1);
    assert_int_equal(only(POSTING_ACTIVITY)->activity.orders, 0);
    assert_int_equal(only(POSTING_ACTIVITY)->activity.day, d.body.date);
    assert_int_equal(only(POSTING_ACTIVITY)->rep, 0);
    expect_sale("Paper", 2, 12960, 11960, 4840, 4500);
    /* 35 % of 10.01 is 3.5035: 3.50 of margin; and 5.00 - 9.00 of the line with a cost */
    expect_sale("Binders", 2, 1501, 1501, 350 - 400, 1000);
    expect_sale("Tape", 1, 1000, 1000, 333, 0);
    expect_sale("", 1, -300, -300, -300, 0);
    assert_int_equal(sale_of("")->day, d.body.date);

    assert_int_equal(post(&d, "2026-03-02", -1), 6);
    expect_reference(&d, -1, "anna");
    expect_sale("Paper", -2, -12960, -11960, -4840, -4500);
    expect_sale("Binders", -2, -1501, -1501, 50, -1000);
    assert_int_equal(only(POSTING_ACTIVITY)->activity.invoices, -1);
}

/* Rounding is half away from zero on each line, not on their sum; the same for what is credited. */
static void test_currencies(void **state) {
    (void)state;
    document d = sample_document(KIND_INVOICE, VERB_ISSUED, "F-1", "C-1", day_of("2026-03-02"));
    document_line dollars[3] = {line_of("a", 1, 1, 0), line_of("a", 1, 0, 0),
                                line_of("b", -125, 25, 0)};
    set_lines(&d, dollars, 3);
    d.body.currency = sample_currency("USD");
    (void)post(&d, "2026-03-02", 1);
    expect_sale("a", 2, 2, 2, 1, 0); /* 0.92 cents each: 1 */
    expect_sale("b", 1, -115, -115, -115 - 23, 0);
    d.body.date = day_of("2025-12-31"); /* the day before the new rate */
    (void)post(&d, "2026-03-02", 1);
    expect_sale("b", 1, -113, -113, -113 - 23, 0); /* -112.5 and 22.5 */

    document_line yen[1] = {line_of("a", 25, -1, 0)};
    set_lines(&d, yen, 1);
    d.body.currency = sample_currency("JPY");
    (void)post(&d, "2026-03-02", 1);
    expect_sale("a", 1, 15, 0, 0, 0); /* 25 yen are 0.1525 euros */
    document_line dinars[1] = {line_of("a", 1005, 5, 0)};
    set_lines(&d, dinars, 1);
    d.body.currency = sample_currency("KWD");
    (void)post(&d, "2026-03-02", 1);
    expect_sale("a", 1, 303, 303, 301, 0); /* 1.005 dinars are 3.02505 euros; 0.005 are 0.01505 */
}

static void test_stand_in_margin_in_dollars(void **state) {
    (void)state;
    document d = sample_document(KIND_CREDIT_NOTE, VERB_ISSUED, "A-1", "C-1", day_of("2026-03-02"));
    document_line lines[1] = {line_of("Binders", 1087, -1, 1000)};
    set_lines(&d, lines, 1);
    d.body.currency = sample_currency("USD");
    assert_int_equal(post(&d, "2026-03-02", 1), 2);
    expect_sale("Binders", 1, -1000, -1000, -350, -1000);
    (void)post(&d, "2026-03-02", -1);
    expect_sale("Binders", -1, 1000, 1000, 350, 1000);
}

static void test_credit_note(void **state) {
    (void)state;
    document d = sample_document(KIND_CREDIT_NOTE, VERB_ISSUED, "A-1", "C-1", day_of("2026-03-02"));
    document_line lines[2] = {line_of("Paper", 500, 200, 1000), line_of("Paper", 100, -1, 0)};
    set_lines(&d, lines, 2);
    d.body.invoice = text_of("F-1");
    assert_int_equal(post(&d, "2026-03-02", 1), 2); /* no activity: it is no purchase */
    expect_sale("Paper", 2, -600, -500, -300, -1000);
    assert_int_equal(bill(&d, "2026-03-02", 1), 0);
}

static void test_what_adds_nothing(void **state) {
    (void)state;
    document d = sample_document(KIND_INVOICE, VERB_CANCELLED, "F-1", "C-1", day_of("2026-03-02"));
    document_line lines[1] = {line_of("a", 100, 50, 0)};
    set_lines(&d, lines, 1);
    d.body.order = text_of("O-1");
    assert_int_equal(post(&d, "2026-03-02", 1), 1); /* on record all the same */
    assert_int_equal(bill(&d, "2026-03-02", 1), 0);
    d.state = VERB_ISSUED;
    assert_int_equal(post(&d, "2026-03-01", 1), 1);
    assert_int_equal(bill(&d, "2026-03-01", 1), 0);
    assert_int_equal(post(&d, "2026-03-02", 1), 3);
    d.body.deposit = true;
    assert_int_equal(post(&d, "2026-03-02", 1), 1);
    assert_int_equal(bill(&d, "2026-03-02", 1), 0);
    document ended = {.kind = KIND_ORDER, .id = text_of("O-9"), .state = VERB_CANCELLED};
    assert_int_equal(post(&ended, "2026-03-02", 1), 0);
    assert_int_equal(bill(&ended, "2026-03-02", 1), 0);
}

static void expect_quote(document *d, verb v, int64_t accepted, int64_t declined, int64_t expired,
                         int64_t open) {
    d->state = v;
    for (int sign = -1; sign <= 1; sign += 2) {
        (void)post(d, "2026-03-02", sign);
        const quote_counts *q = &only(POSTING_QUOTE)->quote;
        assert_true(q->sent == sign && q->accepted == sign * accepted &&
                    q->declined == sign * declined);
        assert_true(q->expired == sign * expired && q->open == sign * open &&
                    q->open_amount == sign * open * 1500);
    }
}

static void test_quote(void **state) {
    (void)state;
    document d = sample_document(KIND_QUOTE, VERB_SENT, "Q-1", "C-1", day_of("2026-03-02"));
    document_line lines[2] = {line_of("a", 1000, -1, 0), line_of("b", 500, -1, 0)};
    set_lines(&d, lines, 2);
    expect_quote(&d, VERB_SENT, 0, 0, 0, 1);
    expect_quote(&d, VERB_AMENDED, 0, 0, 0, 1);
    expect_quote(&d, VERB_ACCEPTED, 1, 0, 0, 0);
    expect_quote(&d, VERB_DECLINED, 0, 1, 0, 0);
    expect_quote(&d, VERB_EXPIRED, 0, 0, 1, 0);
    d.state = VERB_CANCELLED;
    assert_int_equal(post(&d, "2026-03-02", 1), 1);
}

static void test_order_and_contact(void **state) {
    (void)state;
    document d = sample_document(KIND_ORDER, VERB_PLACED, "O-1", "C-1", day_of("2026-03-02"));
    document_line lines[2] = {line_of("a", 1000, -1, 0), line_of("b", 543, -1, 0)};
    set_lines(&d, lines, 2);
    d.body.rep = text_of("anna");
    d.body.currency = sample_currency("USD");
    assert_int_equal(post(&d, "2026-03-02", 1), 2);
    expect_reference(&d, 1, "anna");
    assert_int_equal(only(POSTING_ACTIVITY)->activity.orders, 1);
    assert_int_equal(bill(&d, "2026-03-02", 1), 1);
    assert_true(bills.items[0].placed == 1 && bills.items[0].ordered == 920 + 500 &&
                bills.items[0].billed == 0);
    assert_int_equal(bills.items[0].client, directory_find(&known.clients, text_of("C-1")));
    assert_int_equal(bill(&d, "2026-03-02", -1), 1);
    assert_int_equal(bills.items[0].placed, -1);

    d = sample_document(KIND_CONTACT, VERB_MADE, "V-1", "C-1", day_of("2026-03-02"));
    d.body.rep = text_of("anna");
    assert_int_equal(post(&d, "2026-03-02", 1), 2);
    expect_reference(&d, 1, "anna");
    assert_int_equal(only(POSTING_ACTIVITY)->activity.contacts, 1);
    assert_int_equal(only(POSTING_ACTIVITY)->rep, NUMBER_NONE); /* visiting is not selling */
}

static void expect_bill(const char *order, int64_t billed) {
    const order_bill *found = NULL;
    for (uint32_t i = 0; i < bills.count; i++) {
        if (text_equal(bills.items[i].order, text_of(order))) {
            assert_null(found);
            found = &bills.items[i];
        }
    }
    assert_non_null(found);
    assert_int_equal(found->placed, 0);
    assert_true(found->billed == billed);
}

/* A consolidated invoice names the order on each line; the rest is the document's order. */
static void test_consolidated_invoice(void **state) {
    (void)state;
    document d = sample_document(KIND_INVOICE, VERB_ISSUED, "F-1", "C-1", day_of("2026-03-02"));
    document_line lines[5] = {line_of("a", 100, -1, 0), line_of("b", 200, -1, 0),
                              line_of("a", 400, -1, 0), line_of("a", 800, -1, 0),
                              line_of("c", -50, -1, 0)};
    lines[0].order = text_of("O-1");
    lines[1].order = text_of("O-2");
    lines[2].order = text_of("O-1");
    set_lines(&d, lines, 5);
    assert_int_equal(bill(&d, "2026-03-02", 1), 2); /* the last two bill no order */
    expect_bill("O-1", 500);
    expect_bill("O-2", 200);
    d.body.order = text_of("O-3");
    assert_int_equal(bill(&d, "2026-03-02", -1), 3);
    expect_bill("O-1", -500);
    expect_bill("O-2", -200);
    expect_bill("O-3", -750);
    d.body.order = text_of("O-1");
    assert_int_equal(bill(&d, "2026-03-02", 1), 2);
    expect_bill("O-1", 1250);
}

/* Bills of two documents in one list stay apart: the first may be taken back where the second is added. */
static void test_bills_are_appended(void **state) {
    (void)state;
    document d = sample_document(KIND_INVOICE, VERB_ISSUED, "F-1", "C-1", day_of("2026-03-02"));
    document_line lines[1] = {line_of("a", 100, -1, 0)};
    set_lines(&d, lines, 1);
    d.body.order = text_of("O-1");
    (void)bill(&d, "2026-03-02", -1);
    assert_true(contribution_bills(&d, &the_rules, &known, day_of("2026-03-02"), 1, &bills));
    assert_int_equal(bills.count, 2);
    assert_true(bills.items[0].billed == -100 && bills.items[1].billed == 100);
    postings.count = 0;
    for (int i = 0; i < 2; i++)
        assert_true(contribution_post(&d, &the_rules, &known, day_of("2026-03-02"), i == 0 ? -1 : 1,
                                      &postings));
    assert_int_equal(postings.count, 6);
    assert_true(postings.items[2].sale.sums.revenue == -100 &&
                postings.items[5].sale.sums.revenue == 100);
}

static void test_contract(void **state) {
    (void)state;
    document d = sample_document(KIND_CONTRACT, VERB_SIGNED, "K-1", "C-1", day_of("2026-01-01"));
    d.body.start = day_of("2026-02-01");
    d.body.end = day_of("2027-01-31");
    d.body.auto_renew = true;
    d.body.notice_days = 90;
    assert_int_equal(post(&d, "2026-03-02", 1), 2);
    const contract *c = &only(POSTING_CONTRACT)->contract;
    expect_text(c->id, "K-1");
    assert_true(c->start == d.body.start && c->end == d.body.end && c->auto_renew &&
                c->notice_days == 90);
    assert_int_equal(c->terminated, DAY_NONE);
    d.state = VERB_TERMINATED;
    d.state_date = day_of("2026-06-30");
    (void)post(&d, "2026-03-02", 1);
    assert_int_equal(only(POSTING_CONTRACT)->contract.terminated, day_of("2026-06-30"));
    (void)post(&d, "2026-03-02", -1);
    expect_text(only(POSTING_CONTRACT_REMOVED)->contract.id, "K-1");
    assert_int_equal(post(&d, "2025-12-31", 1), 1);
}

static void test_client_record(void **state) {
    (void)state;
    text tags[] = {{"vip", 3}};
    document d = sample_document(KIND_CLIENT, VERB_UPDATED, "C-1", "C-1", day_of("2026-03-02"));
    d.body.name = text_of("Dupont");
    d.body.rep = text_of("anna");
    d.body.has_potential = true;
    d.body.potential = 100000;
    d.body.currency = sample_currency("USD");
    d.body.tags = tags;
    d.body.tag_count = 1;
    d.body.abandoned = true;
    assert_int_equal(post(&d, "2020-01-01", 1), 2); /* a record counts whatever its date */
    expect_reference(&d, 1, NULL);
    const profile *p = &only(POSTING_PROFILE)->profile;
    expect_text(p->name, "Dupont");
    assert_int_equal(p->rep, directory_find(&known.reps, text_of("anna")));
    assert_true(p->has_potential && p->potential == 92000 && p->abandoned && p->tag_count == 1);
    assert_int_equal(post(&d, "2020-01-01", -1), 1); /* the next record replaces it */
    d.body.rep = (text){NULL, 0};
    (void)post(&d, "2020-01-01", 1);
    assert_int_equal(only(POSTING_PROFILE)->profile.rep, NUMBER_NONE);
}

static void test_currency_that_lost_its_rate(void **state) {
    (void)state;
    document_line lines[1] = {line_of("a", 100, -1, 0)};
    document d = sample_document(KIND_INVOICE, VERB_ISSUED, "F-1", "C-1", day_of("2026-03-02"));
    set_lines(&d, lines, 1);
    d.body.order = text_of("O-1");
    d.body.currency = sample_currency("GBP");
    for (int kind = KIND_QUOTE; kind <= KIND_CREDIT_NOTE; kind++) {
        d.kind = (document_kind)kind;
        postings.count = 0;
        bool needs_rate = kind != KIND_ORDER; /* an order's activity has no amount, its bill has */
        assert_int_equal(
            contribution_post(&d, &the_rules, &known, day_of("2026-03-02"), 1, &postings),
            !needs_rate);
        bills.count = 0;
        bool has_bill = kind == KIND_ORDER || kind == KIND_INVOICE;
        assert_int_equal(
            contribution_bills(&d, &the_rules, &known, day_of("2026-03-02"), 1, &bills), !has_bill);
    }
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, finish)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(test_invoice),
        CASE(test_currencies),
        CASE(test_stand_in_margin_in_dollars),
        CASE(test_credit_note),
        CASE(test_what_adds_nothing),
        CASE(test_quote),
        CASE(test_order_and_contact),
        CASE(test_consolidated_invoice),
        CASE(test_bills_are_appended),
        CASE(test_contract),
        CASE(test_client_record),
        CASE(test_currency_that_lost_its_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
