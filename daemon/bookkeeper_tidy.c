#include "daemon/bookkeeper_work.h"
#include "store/journal_table.h"

/* Journal entries trimmed with each commit: more than are added, so that it shrinks. */
enum { TRIM_COMMITS = 16 };

static void write_account(bookkeeper *self, transaction *t, uint32_t client) {
    account *a = portfolio_account(self->portfolio, client);
    a->upto = self->work->state.commit;
    account_table_put(t, &self->work->scratch, client, a);
    portfolio_mark_clean(self->portfolio, client);
}

/* The next rep whose own sales are behind; rep_count when there is none. */
static uint32_t next_dirty_rep(const portfolio *p, uint32_t from) {
    while (from < p->rep_count && !p->reps[from].dirty) {
        from++;
    }
    return from;
}

/* Every record that was behind when the sweep began has been written since. */
static void begin_sweep(bookkeeper *self) {
    bookkeeper_work *w = self->work;
    bool current = self->portfolio->dirty_count == 0 &&
                   next_dirty_rep(self->portfolio, 0) == self->portfolio->rep_count;
    w->trim_through = current ? w->state.commit : w->sweep_began;
    w->sweep_began = w->state.commit;
    w->state.covered = w->trim_through > w->state.covered ? w->trim_through : w->state.covered;
    w->sweep_client = 0;
    w->sweep_rep = 0;
}

void bookkeeper_write_behind(bookkeeper *self, transaction *t, uint32_t accounts) {
    bookkeeper_work *w = self->work;
    portfolio *p = self->portfolio;
    name_table_put(t, &w->scratch, &p->names, &w->names_stored);
    for (; accounts > 0; accounts--) {
        uint32_t client = portfolio_next_dirty(p, w->sweep_client);
        if (client != NUMBER_NONE) {
            write_account(self, t, client);
            w->sweep_client = client + 1;
            continue;
        }
        w->sweep_client = p->account_count;
        w->sweep_rep = next_dirty_rep(p, w->sweep_rep);
        if (w->sweep_rep == p->rep_count) {
            begin_sweep(self);
            break;
        }
        rep *r = &p->reps[w->sweep_rep++];
        r->upto = w->state.commit;
        r->dirty = false;
        seller_table_put(t, &w->scratch, w->sweep_rep - 1, r);
    }
    journal_table_trim(t, w->trim_through, TRIM_COMMITS);
}

store_status bookkeeper_tidy(bookkeeper *self, uint32_t accounts, uint32_t *ret_left) {
    transaction *t = transaction_begin(self->store, false);
    bookkeeper_write_books(self, t, accounts);
    bool trimmed = transaction_entries(t, TABLE_JOURNAL) == 0;
    store_status status = bookkeeper_finish(self, t);
    uint32_t behind = self->portfolio == NULL ? 0 : self->portfolio->dirty_count;
    *ret_left = behind > 0 ? behind : !trimmed;
    return status;
}

store_status bookkeeper_tidy_client(bookkeeper *self, uint32_t client) {
    if (portfolio_account(self->portfolio, client)->index_changes.length == 0) {
        return STORE_OK;
    }
    transaction *t = transaction_begin(self->store, false);
    write_account(self, t, client);
    bookkeeper_write_books(self, t, 0);
    return bookkeeper_finish(self, t);
}
