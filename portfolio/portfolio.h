/* portfolio.h - the whole: every client's account, every rep's portfolio, and their sums, as of one business day.
 *
 * A batch of events goes like this:
 *     portfolio_post(p, &posting)   for each posting of each document that changed
 *     portfolio_settle(p)           what follows from them: tallies, sums, due days
 * A day passes like this:
 *     portfolio_advance(p, today)   only accounts that are due are touched
 *
 * Invariant  a book's ledger and tally are the sums over its clients (portfolio_verify).
 * Owner      one thread. Pointers to accounts and names stay valid until portfolio_destroy.
 * Errors     without memory a call returns false and the portfolio must be thrown away and loaded again:
 *            the store is the truth. */
#ifndef PORTFOLIO_PORTFOLIO_H
#define PORTFOLIO_PORTFOLIO_H

#include "portfolio/contribution.h"
#include "portfolio/day_counts.h"
#include "portfolio/due_days.h"
#include "portfolio/standings.h"
#include "portfolio/transition.h"

/* The sums over a set of clients. */
typedef struct book {
    ledger ledger;
    tally tally;
    day_counts ends;            /* the clients' next contract ends */
    int64_t phases[PHASES_MAX]; /* how many clients each phase has */
} book;

typedef struct rep {
    book book;         /* the clients now attached */
    ledger sold;       /* the documents that name the rep */
    int64_t documents; /* on record that name the rep */
    uint64_t upto;     /* the last commit the stored record of `sold` covers */
    bool dirty;        /* `sold` or `documents` changed since */
} rep;

enum { ACCOUNT_CHUNK = 1024 };

typedef struct portfolio {
    const rules *rules;
    windows windows;
    names names;
    account **chunks; /* ACCOUNT_CHUNK accounts each, by client number */
    uint32_t chunk_count, chunk_room;
    uint32_t account_count;
    rep *reps; /* by rep number */
    uint32_t rep_count, rep_room;
    book total;
    standings standings;
    due_days due;
    uint32_t *touched; /* clients posted to since the last settle */
    uint32_t touched_count, touched_room;
    uint32_t *posted; /* clients posted to since the last review */
    uint32_t posted_count, posted_room;
    bool phases_wait; /* phases are not reviewed: documents are missing yet (a rebuild) */
    phase_changes phase_changes; /* since the owner last set its count to 0, in order */
    uint64_t *dirty;             /* a bit per client: its stored record is behind */
    uint32_t dirty_words;
    uint32_t dirty_count;
} portfolio;

/* Rules are borrowed. NULL: no memory. The seed is for hashing names. */
portfolio *portfolio_create(const rules *r, day today, uint64_t seed);
void portfolio_destroy(portfolio *self);

/* The account of a client number below account_count. */
static inline account *portfolio_account(const portfolio *self, uint32_t client) {
    return &self->chunks[client / ACCOUNT_CHUNK][client % ACCOUNT_CHUNK];
}
static inline text portfolio_client_id(const portfolio *self, uint32_t client) {
    return directory_name(&self->names.clients, client);
}

/* The number of a known client (a document on record names it); NUMBER_NONE otherwise. */
uint32_t portfolio_find_client(const portfolio *self, text id);
/* The number of a known rep: a client's record or a document names it; NUMBER_NONE otherwise. */
uint32_t portfolio_find_rep(const portfolio *self, text id);
bool portfolio_rep_known(const portfolio *self, uint32_t rep);

/* Makes accounts and reps for all names that have a number. Called by post; by loaders before they fill them. */
bool portfolio_make_room(portfolio *self);

/* Adds a posting to its account and to the books above it. */
bool portfolio_post(portfolio *self, const posting *p);
bool portfolio_settle(portfolio *self);

/* What an event has made of the phases of the clients it posted to: appends to phase_changes. Settle does so too;
 * an owner that wants each change with its event calls this after each event. */
bool portfolio_review(portfolio *self);
/* Has the clients from `from` to before `to` reviewed with the next settle, as if they had been posted to. */
bool portfolio_look_again(portfolio *self, uint32_t from, uint32_t to);

static inline const lifecycle_rules *portfolio_lifecycle(const portfolio *self) {
    return self->rules->lifecycle != NULL ? self->rules->lifecycle : &lifecycle_defaults;
}

/* The ranking of the known clients by a metric: all of them (NUMBER_NONE), or those of a rep's portfolio. A metric that
 * has not been asked for before is ranked now and kept from then on. NULL: no memory. */
const ranking *portfolio_ranking(portfolio *self, metric m, uint32_t rep_number);

/* The first day, after today, on which a client is due; DAY_NONE: nobody ever is. Advance to each of them in turn and
 * changes of phase have their true dates. */
day portfolio_next_due(portfolio *self);

/* Moves today on to a later day: rolls the books and the accounts that are due. */
bool portfolio_advance(portfolio *self, day today);
/* The first half of it: portfolio_settle is the other; documents that begin to count are posted between. */
bool portfolio_roll(portfolio *self, day today);

/* Rolls an account's windows to today; nothing changes but as_of unless it was due. */
void portfolio_refresh(const portfolio *self, account *a);

/* Loading: postings to the account or to the rep's own sales alone; then the books are summed up, once. */
bool portfolio_post_account(portfolio *self, const posting *p);
bool portfolio_post_seller(portfolio *self, const posting *p);
bool portfolio_sum_up(portfolio *self);

/* The clients whose stored record is behind, in ascending order from `from`; NUMBER_NONE when there is none. */
uint32_t portfolio_next_dirty(const portfolio *self, uint32_t from);
void portfolio_mark_dirty(portfolio *self, uint32_t client);
void portfolio_mark_clean(portfolio *self, uint32_t client);

/* O(n): whether every sum equals a plain recomputation from the accounts. For tests and clientele-check. */
bool portfolio_verify(portfolio *self);

#endif
