/* plain_figures.h - each client's figures by their definitions, from the documents of random_books alone. */
#ifndef TESTS_UNIT_SUPPORT_PLAIN_FIGURES_H
#define TESTS_UNIT_SUPPORT_PLAIN_FIGURES_H

#include "tests/unit/support/random_books.h"

/* Figures that are added over clients. */
typedef struct plain_figures {
    int64_t documents;
    int64_t revenue, trailing, previous, year, previous_year;
    int64_t costed, margin, margin_trailing, quantity;
    int64_t orders, orders_trailing, purchase_days, purchase_days_trailing;
    int64_t buyers, buyers_before, retained, new_buyers, prospects;
    int64_t quotes_sent, quotes_open, quotes_open_amount, backlog;
    int64_t contracts, contracts_active;
    int64_t potential;
} plain_figures;

enum { PLAIN_FIGURES = sizeof(plain_figures) / sizeof(int64_t) };

static inline void plain_add(plain_figures *to, const plain_figures *from) {
    int64_t a[PLAIN_FIGURES];
    int64_t b[PLAIN_FIGURES];
    memcpy(a, to, sizeof a);
    memcpy(b, from, sizeof b);
    for (int i = 0; i < PLAIN_FIGURES; i++)
        a[i] += b[i];
    memcpy(to, a, sizeof a);
}

static inline void expect_figures(const plain_figures *got, const plain_figures *expected,
                                  const char *whose) {
    int64_t a[PLAIN_FIGURES];
    int64_t b[PLAIN_FIGURES];
    memcpy(a, got, sizeof a);
    memcpy(b, expected, sizeof b);
    for (int i = 0; i < PLAIN_FIGURES; i++) {
        if (a[i] != b[i])
            fail_msg("%s: figure %d is %lld instead of %lld", whose, i, (long long)a[i],
                     (long long)b[i]);
    }
}

static inline int64_t plain_amount(const random_books *b, const document *d, int64_t minor) {
    int64_t amount = 0;
    assert_true(rates_convert(&b->rules.rates, d->body.currency, d->body.date, minor, &amount));
    return amount;
}

static inline bool plain_counts(const document *d, day today) {
    return d->state != VERB_NONE && d->state != VERB_CANCELLED && d->body.date <= today;
}

/* The cost of a line, known or standing in. false: neither. */
static inline bool plain_cost(const random_books *b, const document *d, const document_line *l,
                              int64_t amount, int64_t *ret_cost) {
    int64_t millionths = text_equal(l->category, text_of("Binders")) ? 350000
                         : text_equal(l->category, text_of("Tape"))  ? 333333
                                                                     : -1;
    if (l->has_cost) {
        *ret_cost = plain_amount(b, d, l->cost);
        return true;
    }
    int64_t away = amount < 0 ? -500000 : 500000;
    *ret_cost = amount - (amount * millionths + away) / 1000000;
    return millionths >= 0;
}

static inline void plain_sell(const random_books *b, const document *d, plain_figures *f) {
    day today = b->portfolio->windows.today;
    day start = day_from_civil(day_to_civil(today).year, 1, 1);
    bool trailing = d->body.date > years_before(today, 1);
    int64_t sign = d->kind == KIND_CREDIT_NOTE ? -1 : 1;
    for (uint32_t i = 0; i < d->body.line_count; i++) {
        const document_line *l = &d->body.lines[i];
        int64_t amount = plain_amount(b, d, l->amount);
        int64_t cost = 0;
        int64_t costed = plain_cost(b, d, l, amount, &cost) ? sign : 0;
        f->revenue += sign * amount;
        f->costed += costed * amount;
        f->margin += costed * (amount - cost);
        f->quantity += sign * l->quantity;
        f->trailing += trailing ? sign * amount : 0;
        f->margin_trailing += trailing ? costed * (amount - cost) : 0;
        f->previous += !trailing && d->body.date > years_before(today, 2) ? sign * amount : 0;
        f->year += d->body.date >= start ? sign * amount : 0;
        bool year_before =
            d->body.date >= years_before(start, 1) && d->body.date <= years_before(today, 1);
        f->previous_year += year_before ? sign * amount : 0;
    }
}

/* What all invoices that count bill to the order. */
static inline int64_t plain_billed(const random_books *b, text order) {
    int64_t billed = 0;
    for (uint32_t i = 0; i < BOOK_DOCUMENTS; i++) {
        const document *d = &b->documents[i].document;
        if (d->kind != KIND_INVOICE || d->body.deposit ||
            !plain_counts(d, b->portfolio->windows.today))
            continue;
        for (uint32_t l = 0; l < d->body.line_count; l++) {
            text named = d->body.lines[l].order.length > 0 ? d->body.lines[l].order : d->body.order;
            billed += text_equal(named, order) ? plain_amount(b, d, d->body.lines[l].amount) : 0;
        }
    }
    return billed;
}

static inline int64_t plain_total(const random_books *b, const document *d) {
    int64_t total = 0;
    for (uint32_t i = 0; i < d->body.line_count; i++)
        total += plain_amount(b, d, d->body.lines[i].amount);
    return total;
}

static inline void plain_count_document(const random_books *b, const document *d,
                                        plain_figures *f) {
    day today = b->portfolio->windows.today;
    if (d->kind == KIND_INVOICE || d->kind == KIND_CREDIT_NOTE) {
        if (!d->body.deposit)
            plain_sell(b, d, f);
    } else if (d->kind == KIND_QUOTE) {
        f->quotes_sent++;
        f->quotes_open += d->state == VERB_SENT;
        f->quotes_open_amount += d->state == VERB_SENT ? plain_total(b, d) : 0;
    } else if (d->kind == KIND_ORDER) {
        int64_t left = plain_total(b, d) - plain_billed(b, d->id);
        f->orders++;
        f->orders_trailing += d->body.date > years_before(today, 1);
        f->backlog += left > 0 ? left : 0;
    } else if (d->kind == KIND_CONTRACT) {
        bool ended = d->body.end != DAY_NONE && d->body.end < today && !d->body.auto_renew;
        bool terminated = d->state == VERB_TERMINATED && d->state_date <= today;
        f->contracts++;
        f->contracts_active += d->body.start <= today && !ended && !terminated;
    }
}

/* Days with an order that counts, of the document's client, after one day and through another. */
static inline int64_t plain_purchase_days(const random_books *b, const char *client, day after,
                                          day through) {
    int64_t days = 0;
    for (uint32_t i = 0; i < BOOK_DOCUMENTS; i++) {
        const document *d = &b->documents[i].document;
        bool first = d->kind == KIND_ORDER && plain_counts(d, b->portfolio->windows.today) &&
                     text_equal(d->body.client, text_of(client)) && d->body.date > after &&
                     d->body.date <= through;
        for (uint32_t j = 0; first && j < i; j++) {
            const document *other = &b->documents[j].document;
            first =
                other->kind != KIND_ORDER || !plain_counts(other, b->portfolio->windows.today) ||
                !text_equal(other->body.client, d->body.client) || other->body.date != d->body.date;
        }
        days += first;
    }
    return days;
}

static inline plain_figures plain_figures_of(const random_books *b, uint32_t client) {
    plain_figures f = {0};
    day today = b->portfolio->windows.today;
    for (uint32_t i = 0; i < BOOK_DOCUMENTS; i++) {
        const document *d = &b->documents[i].document;
        if (d->state == VERB_NONE || !text_equal(d->body.client, text_of(book_clients[client])))
            continue;
        f.documents++;
        if (d->kind == KIND_CLIENT)
            f.potential = d->body.has_potential ? plain_amount(b, d, d->body.potential) : 0;
        else if (plain_counts(d, today))
            plain_count_document(b, d, &f);
    }
    int64_t before = plain_purchase_days(b, book_clients[client], years_before(today, 2),
                                         years_before(today, 1));
    f.purchase_days = plain_purchase_days(b, book_clients[client], DAY_MIN, today);
    f.purchase_days_trailing =
        plain_purchase_days(b, book_clients[client], years_before(today, 1), today);
    f.buyers = f.purchase_days_trailing > 0;
    f.buyers_before = before > 0;
    f.retained = f.buyers && before > 0;
    f.new_buyers = f.buyers && f.purchase_days == f.purchase_days_trailing;
    f.prospects = f.documents > 0 && f.purchase_days == 0;
    return f;
}

/* The same figures as a portfolio keeps them; `documents` is not kept in books and given. */
static inline plain_figures kept_figures(const ledger *l, const tally *t, int64_t documents) {
    return (plain_figures){
        .documents = documents,
        .revenue = l->total.revenue,
        .trailing = l->trailing.revenue,
        .previous = l->revenue_previous,
        .year = l->revenue_year,
        .previous_year = l->revenue_previous_year,
        .costed = l->total.costed,
        .margin = l->total.margin,
        .margin_trailing = l->trailing.margin,
        .quantity = l->total.quantity,
        .orders = l->orders,
        .orders_trailing = l->orders_trailing,
        .purchase_days = t->purchase_days,
        .purchase_days_trailing = t->purchase_days_12m,
        .buyers = t->buyers,
        .buyers_before = t->buyers_before,
        .retained = t->retained,
        .new_buyers = t->new_buyers,
        .prospects = t->prospects,
        .quotes_sent = t->quotes_sent,
        .quotes_open = t->quotes_open,
        .quotes_open_amount = t->quotes_open_amount,
        .backlog = t->backlog,
        .contracts = t->contracts_on_record,
        .contracts_active = t->contracts_active,
        .potential = t->potential,
    };
}

#endif
