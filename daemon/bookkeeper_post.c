#include "conf/zone.h"
#include "daemon/bookkeeper_work.h"
#include "store/account_record.h"
#include "store/billing_table.h"
#include "store/pending_table.h"

/* Posts to the portfolio and the journal; the document index follows when the account is written. */
static bool post(bookkeeper *self, const posting *p) {
    bookkeeper_work *w = self->work;
    if (!portfolio_post(self->portfolio, p) ||
        (p->kind == POSTING_DOCUMENT &&
         !account_index_later(portfolio_account(self->portfolio, p->client), &p->document))) {
        return false;
    }
    if (w->journaling) {
        posting_record_write(&w->journal, p);
    }
    return !w->journal.failed;
}

static bool add_backlog(posting_list *out, uint32_t client, int64_t amount) {
    if (client == NUMBER_NONE || amount == 0) {
        return true;
    }
    posting *p = posting_list_add(out, POSTING_BACKLOG, client, NUMBER_NONE);
    if (p != NULL) {
        p->backlog = amount;
    }
    return p != NULL;
}

/* One bill changes what its order still has to be billed. */
static bool bill(bookkeeper *self, transaction *t, const order_bill *b) {
    bookkeeper_work *w = self->work;
    order_billing billing;
    if (billing_table_get(t, b->order, &billing) == LOOKUP_FAILED) {
        return true; /* the transaction has failed */
    }
    uint32_t client_before = billing.client;
    int64_t backlog_before = order_backlog(&billing);
    if (b->placed != 0) {
        billing.client = b->placed > 0 ? b->client : NUMBER_NONE;
        billing.ordered = b->placed > 0 ? b->ordered : 0;
    }
    billing.billed += b->billed;
    billing_table_put(t, &w->scratch, b->order, &billing);
    return add_backlog(&w->postings, client_before, -backlog_before) &&
           add_backlog(&w->postings, billing.client, order_backlog(&billing));
}

/* A document that stays where it was on record needs no entry taken out and put back. */
static void drop_same_reference(posting_list *list, uint32_t second) {
    if (second == 0 || second >= list->count) {
        return;
    }
    const posting *a = &list->items[0];
    const posting *b = &list->items[second];
    if (a->client == b->client && a->rep == b->rep && a->document.date == b->document.date) {
        memmove(&list->items[second], &list->items[second + 1],
                (list->count - second - 1) * sizeof *list->items);
        memmove(&list->items[0], &list->items[1], (list->count - 2) * sizeof *list->items);
        list->count -= 2;
    }
}

static void explain_contribution(transaction *t, const document *d) {
    char date[DAY_TEXT_SIZE];
    day_format(d->body.date, date);
    transaction_fail(t, STORE_FAILED,
                     "cannot compute the stored %s `%.*s`: no memory, or no rate for %s on %s; add "
                     "the rate to the "
                     "configuration",
                     document_kind_name(d->kind), (int)d->id.length, d->id.bytes,
                     currency_code(d->body.currency), date);
}

/* Fills the work's postings and bills with the difference. */
static bool find_difference(bookkeeper *self, const document *before, day then,
                            const document *after, day now) {
    bookkeeper_work *w = self->work;
    const rules *r = &self->config->rules;
    names *n = &self->portfolio->names;
    w->postings.count = 0;
    w->bills.count = 0;
    if (!contribution_post(before, r, n, then, -1, &w->postings)) {
        return false;
    }
    uint32_t second = w->postings.count;
    if (!contribution_post(after, r, n, now, 1, &w->postings) ||
        !contribution_bills(before, r, n, then, -1, &w->bills) ||
        !contribution_bills(after, r, n, now, 1, &w->bills)) {
        return false;
    }
    drop_same_reference(&w->postings, second);
    return portfolio_make_room(self->portfolio);
}

void bookkeeper_post_change(bookkeeper *self, transaction *t, const document *before, day then,
                            const document *after, day now) {
    bookkeeper_work *w = self->work;
    if (!find_difference(self, before, then, after, now)) {
        explain_contribution(t, after);
        w->wounded = true;
        return;
    }
    for (uint32_t i = 0; i < w->bills.count; i++) {
        w->wounded |= !bill(self, t, &w->bills.items[i]);
    }
    for (uint32_t i = 0; i < w->postings.count && !w->wounded; i++) {
        w->wounded |= !post(self, &w->postings.items[i]);
    }
    if (w->wounded) {
        transaction_fail(t, STORE_FAILED, "no memory");
    }
}

static bool is_pending(const document *d, day today) {
    return d->has_body && d->kind != KIND_CLIENT && d->body.date > today;
}

/* Keeps the list of documents to come. */
static void update_pending(bookkeeper *self, transaction *t, const document *before,
                           const document *after) {
    day today = self->portfolio->windows.today;
    record_writer *scratch = &self->work->scratch;
    if (is_pending(before, today)) {
        pending_table_delete(t, scratch, before->body.date, before->kind, before->id);
    }
    if (is_pending(after, today)) {
        pending_table_put(t, scratch, after->body.date, after->kind, after->id);
    }
}

outcome bookkeeper_register(bookkeeper *self, transaction *t, const event *e) {
    document before;
    lookup found = document_table_get(t, e->type->kind, e->document, &self->work->room, &before);
    if (found == LOOKUP_FAILED) {
        return OUTCOME_PENDING;
    }
    document after = before;
    document_change change = document_apply(&after, e);
    if (change != DOCUMENT_CHANGED) {
        return change == DOCUMENT_REPEATED ? OUTCOME_DUPLICATE : OUTCOME_ACCEPTED;
    }
    day today = self->portfolio->windows.today;
    bookkeeper_post_change(self, t, &before, today, &after, today);
    update_pending(self, t, &before, &after);
    document_table_put(t, &self->work->scratch, &after);
    self->work->state.documents += found == LOOKUP_ABSENT;
    return OUTCOME_ACCEPTED;
}

static void begin_to_count(bookkeeper *self, transaction *t, day then, day today) {
    indexed_document next;
    while (pending_table_take(t, today, &next) == LOOKUP_FOUND) {
        document d;
        text id = {next.id, next.id_length};
        if (document_table_get(t, next.kind, id, &self->work->room, &d) == LOOKUP_FOUND) {
            bookkeeper_post_change(self, t, &d, then, &d, today);
        }
    }
}

/* The first day after today on which something is due, `most` at most. */
static day next_due(bookkeeper *self, transaction *t, day most) {
    day next = portfolio_next_due(self->portfolio);
    indexed_document pending;
    if (pending_table_first(t, &pending) == LOOKUP_FOUND &&
        (next == DAY_NONE || pending.date < next)) {
        next = pending.date;
    }
    day least = self->portfolio->windows.today + 1;
    if (next == DAY_NONE || next > most) {
        return most;
    }
    return next < least ? least : next;
}

bool bookkeeper_pass_day(bookkeeper *self, transaction *t, day today) {
    day then = self->portfolio->windows.today;
    if (today <= then || transaction_status(t) != STORE_OK) {
        return false;
    }
    /* What the batch posted before this day comes first: it belongs to the day then, and its timers count. */
    bool passed = portfolio_settle(self->portfolio);
    if (passed) {
        bookkeeper_record_classes(self, t, CAUSE_OTHERS);
    }
    day next = passed ? next_due(self, t, today) : today;
    passed = passed && portfolio_roll(self->portfolio, next);
    if (passed) {
        begin_to_count(self, t, then, next);
        passed = portfolio_settle(self->portfolio);
    }
    if (!passed) {
        self->work->wounded = true;
        transaction_fail(t, STORE_FAILED, "no memory");
        return false;
    }
    self->work->state.today = next;
    bookkeeper_record_changes(self, t, &(transition_cause){.kind = CAUSE_DAY});
    bookkeeper_record_classes(self, t, CAUSE_DAY);
    return true;
}

void bookkeeper_pass_days(bookkeeper *self, transaction *t, day today) {
    while (bookkeeper_pass_day(self, t, today)) {}
}
