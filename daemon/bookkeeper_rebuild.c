#include "conf/zone.h"
#include "daemon/bookkeeper_work.h"
#include "store/pending_table.h"

/* Documents folded in, and accounts written, with each commit. */
enum { REBUILD_DOCUMENTS = 20000, REBUILD_ACCOUNTS = 20000 };

static bool begin(bookkeeper *self, char error[static STORE_ERROR_SIZE]) {
    static const table derived[] = {TABLE_ACCOUNTS, TABLE_SELLERS, TABLE_NAMES,  TABLE_INDEX,
                                    TABLE_BILLING,  TABLE_PENDING, TABLE_JOURNAL};
    transaction *t = transaction_begin(self->store, false);
    for (size_t i = 0; i < sizeof derived / sizeof *derived; i++) {
        transaction_clear(t, derived[i]);
    }
    self->work->state.rebuilding = true;
    state_table_put(t, &self->work->scratch, &self->work->state);
    return transaction_commit(t, error) == STORE_OK && bookkeeper_load(self, error);
}

/* Dates that were not given are local dates: they follow the configured zone. */
static bool follow_zone(document *d) {
    day state_date = d->state_date_given ? d->state_date : zone_local_day(d->state_stamp.time);
    day date =
        !d->has_body || d->body.date_given ? d->body.date : zone_local_day(d->body_stamp.time);
    bool moved = state_date != d->state_date || date != d->body.date;
    d->state_date = state_date;
    d->body.date = date;
    return moved;
}

static void fold_in(bookkeeper *self, transaction *t, document *d) {
    bookkeeper_work *w = self->work;
    day today = self->portfolio->windows.today;
    document nothing = {.kind = d->kind, .id = d->id};
    if (follow_zone(d)) {
        document_table_put(t, &w->scratch, d);
    }
    bookkeeper_post_change(self, t, &nothing, today, d, today);
    if (d->has_body && d->kind != KIND_CLIENT && d->body.date > today) {
        pending_table_put(t, &w->scratch, d->body.date, d->kind, d->id);
    }
}

/* With all documents folded in: phases that are other ones by the rules of now are recorded as such. */
static bool review_all(bookkeeper *self, char error[static STORE_ERROR_SIZE]) {
    bookkeeper_work *w = self->work;
    portfolio *p = self->portfolio;
    uint32_t from = 0;
    p->phases_wait = false;
    w->state.commit++;
    do {
        uint32_t to =
            p->account_count - from > REBUILD_ACCOUNTS ? from + REBUILD_ACCOUNTS : p->account_count;
        transaction *t = transaction_begin(self->store, false);
        w->wounded |= !portfolio_look_again(p, from, to) || !portfolio_settle(p);
        bookkeeper_record_changes(self, t, &(transition_cause){.kind = CAUSE_RULES});
        p->standings.crossings.count = 0;
        from = to;
        if (from == p->account_count) {
            w->sweep_client = w->sweep_rep =
                0; /* nothing is journalled: all that is behind is written now */
            w->state.rebuilding = false;
            w->state.fingerprint = config_fingerprint(self->config);
        }
        bookkeeper_write_books(self, t, from == p->account_count ? UINT32_MAX : REBUILD_ACCOUNTS);
        if (transaction_commit(t, error) != STORE_OK) {
            return false;
        }
    } while (from < p->account_count);
    self->commit = w->state.commit;
    self->transitions = w->state.transitions;
    return true;
}

bool bookkeeper_rebuild(bookkeeper *self, char error[static STORE_ERROR_SIZE]) {
    bookkeeper_work *w = self->work;
    char after[DOCUMENT_AFTER_SIZE];
    uint32_t after_length = 0;
    lookup found = LOOKUP_FOUND;
    if (!begin(self, error)) {
        return false;
    }
    w->journaling = false; /* the documents are still there to begin again with */
    while (found == LOOKUP_FOUND) {
        transaction *t = transaction_begin(self->store, false);
        for (int i = 0; i < REBUILD_DOCUMENTS && found == LOOKUP_FOUND; i++) {
            document d;
            found = document_table_next(t, after, &after_length, &w->room, &d);
            if (found == LOOKUP_FOUND) {
                fold_in(self, t, &d);
            }
        }
        w->wounded |= !portfolio_settle(self->portfolio);
        self->portfolio->standings.crossings.count =
            0; /* nobody crossed: they come back one by one */
        bookkeeper_write_books(self, t, REBUILD_ACCOUNTS);
        if (transaction_commit(t, error) != STORE_OK) {
            return false;
        }
    }
    w->journaling = true;
    return review_all(self, error);
}
