/* bookkeeper.h - keeps the portfolio and the store in step: the one owner of both.
 *
 * The path of a batch: register each event in its document, post what changed, journal it, write a slice of
 * accounts that are behind, commit. After a refused commit memory is ahead of the store: both are loaded again.
 * Owner  one thread. */
#ifndef DAEMON_BOOKKEEPER_H
#define DAEMON_BOOKKEEPER_H

#include "conf/config.h"
#include "ingest/event_batch.h"
#include "portfolio/portfolio.h"
#include "store/document_table.h"
#include "store/source_table.h"
#include "store/store.h"

typedef struct bookkeeper {
    const config *config;
    store *store;
    portfolio *portfolio;
    sources sources;
    uint64_t commit;      /* the last durable commit */
    uint64_t documents;   /* on record */
    uint64_t quarantined; /* refused events kept */
    uint64_t transitions; /* recorded: the last one's number */
    bool busy;            /* the store cannot take more; `error` says why */
    char error[STORE_ERROR_SIZE];
    struct bookkeeper_work *work; /* scratch, private to bookkeeper*.c */
} bookkeeper;

/* Opens the store and brings the portfolio to what it holds; rebuilds it from the documents when the configuration
 * has changed what figures mean. A new store begins at `today` with clock: wall, at DAY_MIN (no event yet) with
 * clock: event; others go on from their own day. NULL: `error` says why. */
bookkeeper *bookkeeper_open(const config *c, day today, uint64_t seed,
                            char error[static STORE_ERROR_SIZE]);
/* Writes what is behind, then closes. */
void bookkeeper_close(bookkeeper *self);
/* Closes as a crash would: nothing more is written. */
void bookkeeper_abandon(bookkeeper *self);

/* Commits a batch and writes each item's outcome. STORE_OK: durable. STORE_FULL: nothing of the batch was taken,
 * senders are to be told busy. Anything else: stop, the error says why. `received` is now, in nanoseconds. */
store_status bookkeeper_commit(bookkeeper *self, event_batch *batch, int64_t received);

/* What is committed of each source that came by a feed, for free(); texts live as long as the records. NULL: no
 * memory. */
batch_standing *bookkeeper_standings(bookkeeper *self, size_t *ret_count);

/* Moves today on; earlier or equal days do nothing. */
store_status bookkeeper_advance(bookkeeper *self, day today);

/* Writes up to `accounts` accounts that are behind; *ret_left tells how many still are. */
store_status bookkeeper_tidy(bookkeeper *self, uint32_t accounts, uint32_t *ret_left);
/* Writes what is behind of one client, so that its document index is current. */
store_status bookkeeper_tidy_client(bookkeeper *self, uint32_t client);

/* Which refused events to decode and commit again. */
typedef struct retry_choice {
    uint64_t number; /* this one, when not 0 */
    text source;     /* else of this source, when not absent */
    reason reason;   /* else with this reason, when not REASON_NONE; else all */
} retry_choice;
typedef struct retry_counts {
    uint64_t retried, accepted, duplicate, rejected;
} retry_counts;
store_status bookkeeper_retry(bookkeeper *self, const retry_choice *choice, int64_t received,
                              retry_counts *ret_counts);

#endif
