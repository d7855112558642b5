/* event_batch.h - decoded messages on their way to the portfolio: events and refusals, by pointer.
 *
 * Owner   one thread at a time: the ingest thread fills it, the owner thread commits it and writes
 *         the outcomes, the ingest thread answers and clears it. Everything an item points to lives
 *         in its arena.
 * Bounds  event_batch_full tells when to hand it over. */
#ifndef INGEST_EVENT_BATCH_H
#define INGEST_EVENT_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "portfolio/event.h"
#include "portfolio/reason.h"

typedef enum outcome {
    OUTCOME_PENDING,
    OUTCOME_ACCEPTED,
    OUTCOME_DUPLICATE, /* the document already holds this very event */
    OUTCOME_REJECTED,
} outcome;

/* One event of a message, valid or not. */
typedef struct batch_item {
    uint32_t message; /* index of the message it came in */
    uint32_t index;   /* its place in that message, from 0 */
    outcome
        outcome;   /* OUTCOME_REJECTED as decoded when reason is set, else written by the commit */
    reason reason; /* REASON_NONE: `event` is valid */
    text explanation; /* refused: the sentence for people, naming field and value */
    text raw;         /* the event's own JSON text, kept whole for the quarantine */
    text name_space;  /* of the feed it came by, for a retry; lives as long as the configuration */
    event event;      /* refused: source, stamp.event_id and type as far as they could be read */
} batch_item;

/* Where a message came from, so that it can be answered. */
typedef struct batch_message {
    void *origin;   /* the feed or socket; opaque here */
    text peer;      /* ROUTER routing id, copied; absent for feeds */
    bool delimited; /* the peer sent REQ's empty frame */
    text feed; /* its name; absent for acknowledged messages; lives as long as the configuration */
    uint32_t first; /* its items are first .. first + count - 1 */
    uint32_t count;
} batch_message;

/* What a feed says about a source's log beside its events: acts after the batch's items, in order. */
typedef enum remark_kind {
    REMARK_HEARTBEAT, /* `sequence` is the last one issued */
    REMARK_TRIMMED,   /* the log begins at `sequence` */
    REMARK_BEGINNING, /* all the log holds from its beginning up to the first number seen has been asked for */
    REMARK_ABSENT, /* the log holds nothing of what is missing between `sequence` and `until` */
    REMARK_SHORT,  /* the log ends at `sequence`, before what was asked for */
    REMARK_ENDED,  /* the source now writes another epoch's log, and this one's is gone */
} remark_kind;
typedef struct batch_remark {
    remark_kind kind;
    text source, epoch, feed;
    uint64_t sequence, until;
} batch_remark;

/* What is committed of a source that came by a feed, told back by the owner: what to ask for next. */
typedef struct batch_standing {
    text source, epoch, feed;
    uint64_t from;   /* the first number not in */
    uint64_t length; /* how many to ask for; 0: nothing is known to be missing */
    uint64_t last;   /* the highest known to have been issued */
    bool beginning_known;
    bool ended; /* see REMARK_ENDED */
} batch_standing;

typedef struct event_batch event_batch;

/* NULL: no memory. */
event_batch *event_batch_create(void);
void event_batch_destroy(event_batch *self);
/* Forgets all messages and items; memory is kept for the next use, up to a bound. */
void event_batch_clear(event_batch *self);

/* Opens a message; items added next belong to it. false: no memory, nothing added. */
bool event_batch_open_message(event_batch *self, void *origin, text peer, bool delimited);
/* The open message came by this feed. */
void event_batch_set_feed(event_batch *self, text feed);
/* Texts are copied, but for the feed's name. false: no memory, nothing added. */
bool event_batch_add_remark(event_batch *self, const batch_remark *remark);
bool event_batch_add_standing(event_batch *self, const batch_standing *standing);
/* A zeroed item of the open message, valid until the next add (use indexes to keep). NULL: no memory. */
batch_item *event_batch_add(event_batch *self);
/* Arena memory of the batch, 8-byte aligned, not zeroed. NULL: no memory. */
void *event_batch_alloc(event_batch *self, size_t bytes);
/* Takes the last item of the open message back. */
void event_batch_drop_item(event_batch *self);
/* Takes the items of the open message back; it stays open. */
void event_batch_drop_items(event_batch *self);
/* Takes the open message back, with all its items. */
void event_batch_drop_message(event_batch *self);

size_t event_batch_item_count(const event_batch *self);
batch_item *event_batch_item(event_batch *self, size_t i);
size_t event_batch_message_count(const event_batch *self);
const batch_message *event_batch_message(const event_batch *self, size_t m);
size_t event_batch_remark_count(const event_batch *self);
const batch_remark *event_batch_remark(const event_batch *self, size_t i);
size_t event_batch_standing_count(const event_batch *self);
const batch_standing *event_batch_standing(const event_batch *self, size_t i);
/* true: at its bound of items or arena bytes; hand it over. */
bool event_batch_full(const event_batch *self);

#endif
