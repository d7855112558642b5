/* bookkeeper_work.h - what the bookkeeper*.c files share; nobody else includes it. */
#ifndef DAEMON_BOOKKEEPER_WORK_H
#define DAEMON_BOOKKEEPER_WORK_H

#include "daemon/bookkeeper.h"
#include "store/account_table.h"
#include "store/state_table.h"

typedef struct bookkeeper_work {
    uint64_t seed;
    names_stored names_stored;
    store_state state; /* as of the transaction under way; the store's own after a commit */
    int64_t tried;     /* when a busy store was last tried, nanoseconds */
    bool wounded;      /* memory ran out in the middle: the portfolio must be loaded again */

    /* one document at a time */
    document_room room;
    posting_list postings;
    order_bills bills;
    record_writer scratch;
    record_writer journal; /* postings of the transaction under way */
    bool journaling;       /* false while rebuilding */

    /* the sweep that writes accounts which are behind, in number order */
    uint32_t sweep_client; /* goes on from here */
    uint32_t sweep_rep;    /* accounts are done: sellers go on from here */
    uint64_t sweep_began;  /* the commit at which this sweep began */
    uint64_t trim_through; /* journal up to here is in all records */
} bookkeeper_work;

/* bookkeeper_post.c: lets the change from `before` (as of the day then) to `after` (as of now) act on all figures. The
 * transaction or `wounded` tells failure. */
void bookkeeper_post_change(bookkeeper *self, transaction *t, const document *before, day then,
                            const document *after, day now);
/* Registers one valid event in its document. */
outcome bookkeeper_register(bookkeeper *self, transaction *t, const event *e);
/* Moves the transaction's today on to the next day, `today` at most, on which something is due: documents whose day has
 * come begin to count, clients age. false: it is `today` already, or the transaction has failed. */
bool bookkeeper_pass_day(bookkeeper *self, transaction *t, day today);
/* Does so until it is `today`, which may be in the past. */
void bookkeeper_pass_days(bookkeeper *self, transaction *t, day today);

/* bookkeeper_transitions.c: records the changes of phase that the portfolio has noted, all of one cause. */
void bookkeeper_record_changes(bookkeeper *self, transaction *t, const transition_cause *cause);
/* Reviews the clients that the event posted to, and records. */
void bookkeeper_review_event(bookkeeper *self, transaction *t, const event *e);

/* bookkeeper_tidy.c: writes names, and up to `accounts` accounts that are behind; trims the journal. */
void bookkeeper_write_behind(bookkeeper *self, transaction *t, uint32_t accounts);

/* bookkeeper.c: registers or quarantines every item of a batch, then settles. */
void bookkeeper_take_batch(bookkeeper *self, transaction *t, event_batch *batch, int64_t received);
/* Ends a transaction: commits, or loads everything again when it can't. */
store_status bookkeeper_finish(bookkeeper *self, transaction *t);
/* Writes journal, sources, state and a slice of accounts. */
void bookkeeper_write_books(bookkeeper *self, transaction *t, uint32_t accounts);
bool bookkeeper_load(bookkeeper *self, char error[static STORE_ERROR_SIZE]);

/* bookkeeper_sources.c: an event of this source is being committed; it came by this feed, or by none. */
void bookkeeper_note_sequence(bookkeeper *self, source_record *s, const event *e, text feed,
                              int64_t now);
/* Acts on a batch's remarks; true: something is to be stored. Repeating it changes nothing more. */
bool bookkeeper_hear(bookkeeper *self, const event_batch *batch, int64_t now);
/* After the commit: adds what is new to the batch that goes back. false: no memory; told with a later batch. */
bool bookkeeper_tell_standings(bookkeeper *self, event_batch *batch);

/* bookkeeper_rebuild.c: makes all derived tables anew from the documents. */
bool bookkeeper_rebuild(bookkeeper *self, char error[static STORE_ERROR_SIZE]);

#endif
