/* random_books.h - a portfolio that is fed random documents, and the definitions that its figures are held against.
 *
 * Each document is replaced again and again, as events would: by another client, rep, date, currency, state. The
 * documents as they stand now are kept, and plain_figures computes from them alone what each client must have. */
#ifndef TESTS_UNIT_SUPPORT_RANDOM_BOOKS_H
#define TESTS_UNIT_SUPPORT_RANDOM_BOOKS_H

#include "portfolio/order_backlog.h"
#include "portfolio/portfolio.h"
#include "tests/unit/support/sample.h"

enum { BOOK_DOCUMENTS = 80, BOOK_CLIENTS = 8, BOOK_REPS = 3, BOOK_ORDERS = 16, BOOK_LINES = 3 };

typedef struct book_document {
    char id[12];
    document document; /* state VERB_NONE: not there yet */
    document_line lines[BOOK_LINES];
} book_document;

typedef struct random_books {
    uint64_t seed;
    rules rules;
    portfolio *portfolio;
    book_document documents[BOOK_DOCUMENTS];
    order_billing billing[BOOK_ORDERS]; /* orders O-0 ... */
    posting_list postings;
    order_bills bills;
    void (*posted)(void *context, const posting *p); /* told of each posting when not NULL */
    void *context;
} random_books;

static const char *const book_clients[BOOK_CLIENTS] = {"C-0", "C-1", "C-2", "C-3",
                                                       "C-4", "C-5", "C-6", "C-7"};
static const char *const book_reps[BOOK_REPS + 1] = {"", "anna", "ben", "chloe"};
static const char *const book_orders[BOOK_ORDERS] = {"O-0",  "O-1",  "O-2",  "O-3", "O-4",  "O-5",
                                                     "O-6",  "O-7",  "O-8",  "O-9", "O-10", "O-11",
                                                     "O-12", "O-13", "O-14", "O-15"};

static inline void random_books_begin(random_books *self, const char *today, uint64_t seed) {
    *self = (random_books){.seed = seed, .rules = sample_rules()};
    self->portfolio = portfolio_create(&self->rules, day_of(today), seed);
    assert_non_null(self->portfolio);
    for (uint32_t i = 0; i < BOOK_ORDERS; i++)
        self->billing[i] = (order_billing){.client = NUMBER_NONE};
}

static inline void random_books_finish(random_books *self) {
    portfolio_destroy(self->portfolio);
    posting_list_finish(&self->postings);
    free(self->bills.items);
}

static inline document_kind book_kind(uint32_t i) {
    static const document_kind kinds[] = {
        KIND_QUOTE, KIND_ORDER,       KIND_INVOICE,  KIND_INVOICE, KIND_INVOICE,
        KIND_ORDER, KIND_CREDIT_NOTE, KIND_CONTRACT, KIND_CONTACT, KIND_INVOICE};
    return i < BOOK_CLIENTS ? KIND_CLIENT : kinds[i % 10];
}

static inline verb random_state(uint64_t *seed, document_kind kind) {
    static const verb states[KIND_COUNT][4] = {
        [KIND_CLIENT] = {VERB_UPDATED, VERB_UPDATED, VERB_UPDATED, VERB_ERASED},
        [KIND_QUOTE] = {VERB_SENT, VERB_ACCEPTED, VERB_DECLINED, VERB_CANCELLED},
        [KIND_ORDER] = {VERB_PLACED, VERB_AMENDED, VERB_PLACED, VERB_CANCELLED},
        [KIND_INVOICE] = {VERB_ISSUED, VERB_ISSUED, VERB_AMENDED, VERB_CANCELLED},
        [KIND_CREDIT_NOTE] = {VERB_ISSUED, VERB_ISSUED, VERB_ISSUED, VERB_CANCELLED},
        [KIND_CONTRACT] = {VERB_SIGNED, VERB_AMENDED, VERB_RENEWED, VERB_TERMINATED},
        [KIND_CONTACT] = {VERB_MADE, VERB_MADE, VERB_MADE, VERB_MADE},
    };
    return states[kind][random_between(seed, 0, 3)];
}

static inline document_line random_line(uint64_t *seed, document_kind kind) {
    static const char *const categories[] = {"", "Binders", "Paper", "Tape"};
    document_line l = {.category = text_of(categories[random_between(seed, 0, 3)]),
                       .amount = random_between(seed, -2000, 20000),
                       .has_cost = random_between(seed, 0, 1) == 0,
                       .quantity = random_between(seed, 0, 5) * 500};
    l.cost = l.has_cost ? random_between(seed, 0, 9000) : 0;
    if (kind == KIND_INVOICE && random_between(seed, 0, 1) == 0)
        l.order = text_of(book_orders[random_between(seed, 0, BOOK_ORDERS - 1)]);
    return l;
}

/* The next version of document i, of any date from three years ago to half a year ahead. */
static inline void random_version(random_books *self, uint32_t i, book_document *out) {
    uint64_t *seed = &self->seed;
    document_kind kind = book_kind(i);
    uint32_t client = kind == KIND_CLIENT ? i : (uint32_t)random_between(seed, 0, BOOK_CLIENTS - 1);
    day date = self->portfolio->windows.today + (day)random_between(seed, -1100, 180);
    (void)snprintf(out->id, sizeof out->id, "%.8s-%u", document_kind_name(kind), i);
    const char *id = kind == KIND_CLIENT  ? book_clients[i]
                     : kind == KIND_ORDER ? book_orders[i % BOOK_ORDERS]
                                          : out->id;
    document d = sample_document(kind, random_state(seed, kind), id, book_clients[client], date);
    static const char *const currencies[] = {"EUR", "EUR", "USD", "JPY"};
    d.body.currency = sample_currency(currencies[random_between(seed, 0, 3)]);
    d.body.rep = text_of(book_reps[random_between(seed, 0, BOOK_REPS)]);
    d.body.deposit = kind == KIND_INVOICE && random_between(seed, 0, 4) == 0;
    d.body.has_potential = random_between(seed, 0, 1) == 0;
    d.body.potential = random_between(seed, 0, 100000);
    d.body.end =
        random_between(seed, 0, 1) == 0 ? DAY_NONE : date + (day)random_between(seed, 0, 700);
    d.body.auto_renew = random_between(seed, 0, 2) == 0;
    d.state_date = date + (day)random_between(seed, 0, 400);
    d.body.line_count = kind == KIND_CLIENT ? 0 : (uint32_t)random_between(seed, 1, BOOK_LINES);
    for (uint32_t l = 0; l < d.body.line_count; l++)
        out->lines[l] = random_line(seed, kind);
    if (kind == KIND_INVOICE && random_between(seed, 0, 1) == 0)
        d.body.order = text_of(book_orders[random_between(seed, 0, BOOK_ORDERS - 1)]);
    out->document = d;
}

static inline void book_post(random_books *self, const posting *p) {
    assert_true(portfolio_post(self->portfolio, p));
    if (self->posted != NULL)
        self->posted(self->context, p);
}

static inline void book_post_backlog(random_books *self, const order_billing *b, int sign) {
    posting p = {.kind = POSTING_BACKLOG, .client = b->client, .rep = NUMBER_NONE};
    p.backlog = sign * order_backlog(b);
    if (p.backlog != 0)
        book_post(self, &p);
}

static inline void book_bill(random_books *self, const order_bill *bill) {
    uint32_t at = 0;
    while (!text_equal(bill->order, text_of(book_orders[at])))
        at++;
    order_billing *b = &self->billing[at];
    book_post_backlog(self, b, -1);
    if (bill->placed != 0) {
        b->client = bill->placed > 0 ? bill->client : NUMBER_NONE;
        b->ordered = bill->placed > 0 ? bill->ordered : 0;
    }
    b->billed += bill->billed;
    book_post_backlog(self, b, 1);
}

/* Moves the figures from the one document (as of `then`) to the other (as of now). */
static inline void book_change(random_books *self, const document *before, day then,
                               const document *after) {
    portfolio *p = self->portfolio;
    day now = p->windows.today;
    self->postings.count = self->bills.count = 0;
    assert_true(contribution_post(before, &self->rules, &p->names, then, -1, &self->postings));
    assert_true(contribution_post(after, &self->rules, &p->names, now, 1, &self->postings));
    assert_true(contribution_bills(before, &self->rules, &p->names, then, -1, &self->bills));
    assert_true(contribution_bills(after, &self->rules, &p->names, now, 1, &self->bills));
    assert_true(portfolio_make_room(p));
    for (uint32_t i = 0; i < self->bills.count; i++)
        book_bill(self, &self->bills.items[i]);
    for (uint32_t i = 0; i < self->postings.count; i++)
        book_post(self, &self->postings.items[i]);
}

/* The document an order's id belongs to must be one: two of BOOK_DOCUMENTS could share it. */
static inline bool book_id_is_free(const random_books *self, uint32_t i, text id,
                                   document_kind kind) {
    for (uint32_t j = 0; j < BOOK_DOCUMENTS; j++) {
        const document *d = &self->documents[j].document;
        if (j != i && d->state != VERB_NONE && d->kind == kind && text_equal(d->id, id))
            return false;
    }
    return true;
}

/* One document gets its next version; not settled. */
static inline void random_books_change(random_books *self) {
    uint32_t i = (uint32_t)random_between(&self->seed, 0, BOOK_DOCUMENTS - 1);
    book_document next;
    random_version(self, i, &next);
    if (!book_id_is_free(self, i, next.document.id, next.document.kind))
        return;
    book_document before = self->documents[i];
    before.document.body.lines = before.lines;
    before.document.kind = book_kind(i);
    self->documents[i] = next;
    book_document *after = &self->documents[i];
    after->document.body.lines = after->lines;
    if (book_kind(i) != KIND_CLIENT && book_kind(i) != KIND_ORDER)
        after->document.id = text_of(after->id);
    book_change(self, &before.document, self->portfolio->windows.today, &after->document);
}

/* Days pass; the documents whose day has come begin to count; not settled. */
static inline void random_books_pass(random_books *self, day days) {
    day then = self->portfolio->windows.today;
    assert_true(portfolio_advance(self->portfolio, then + days));
    for (uint32_t i = 0; i < BOOK_DOCUMENTS; i++) {
        const document *d = &self->documents[i].document;
        if (d->kind != KIND_CLIENT && d->body.date > then && d->body.date <= then + days)
            book_change(self, d, then, d);
    }
}

#endif
