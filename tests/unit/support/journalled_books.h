/* journalled_books.h - random_books that are written as the daemon does: postings to the journal with every commit,
 * accounts and own sales now and then. */
#ifndef TESTS_UNIT_SUPPORT_JOURNALLED_BOOKS_H
#define TESTS_UNIT_SUPPORT_JOURNALLED_BOOKS_H

#include "store/account_record.h"
#include "store/account_table.h"
#include "store/journal_table.h"
#include "tests/unit/support/random_books.h"
#include "tests/unit/support/temporary_store.h"

typedef struct journalled_books {
    random_books books;
    temporary_store *home;
    record_writer journal; /* postings of the commit under way */
    names_stored stored;
    uint64_t commit;
} journalled_books;

static inline void journal_posting(void *context, const posting *p) {
    journalled_books *self = context;
    posting_record_write(&self->journal, p);
    if (p->kind == POSTING_DOCUMENT)
        assert_true(
            account_index_later(portfolio_account(self->books.portfolio, p->client), &p->document));
}

static inline void journalled_books_begin(journalled_books *self, temporary_store *home,
                                          uint64_t seed) {
    *self = (journalled_books){.home = home};
    random_books_begin(&self->books, "2024-02-20", seed);
    self->books.posted = journal_posting;
    self->books.context = self;
}

static inline void journalled_books_finish(journalled_books *self) {
    random_books_finish(&self->books);
    record_writer_finish(&self->journal);
}

/* Some changes, and sometimes a few days, become one commit's postings and names; no account is written. */
static inline void journalled_books_change(journalled_books *self) {
    static const day jumps[] = {0, 0, 0, 1, 1, 30, 366};
    random_books *b = &self->books;
    temporary_store *home = self->home;
    self->commit++;
    random_books_pass(b, jumps[random_between(&b->seed, 0, 6)]);
    for (int64_t left = random_between(&b->seed, 0, 8); left > 0; left--)
        random_books_change(b);
    assert_true(portfolio_settle(b->portfolio));
    name_table_put(home->t, &home->scratch, &b->portfolio->names, &self->stored);
    journal_table_put(home->t, self->commit, record_written(&self->journal));
    record_writer_clear(&self->journal);
    expect_ok(home);
}

/* Writes about `percent` of the records that are behind. */
static inline void journalled_books_write(journalled_books *self, int percent) {
    portfolio *p = self->books.portfolio;
    temporary_store *home = self->home;
    uint64_t *seed = &self->books.seed;
    for (uint32_t i = portfolio_next_dirty(p, 0); i != NUMBER_NONE;
         i = portfolio_next_dirty(p, i + 1)) {
        if (random_between(seed, 1, 100) > percent)
            continue;
        portfolio_account(p, i)->upto = self->commit;
        account_table_put(home->t, &home->scratch, i, portfolio_account(p, i));
        portfolio_mark_clean(p, i);
    }
    for (uint32_t i = 0; i < p->rep_count; i++) {
        if (!p->reps[i].dirty || random_between(seed, 1, 100) > percent)
            continue;
        p->reps[i].upto = self->commit;
        p->reps[i].dirty = false;
        seller_table_put(home->t, &home->scratch, i, &p->reps[i]);
    }
    expect_ok(home);
}

#endif
