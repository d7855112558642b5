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
    uint32_t first; /* its items are first .. first + count - 1 */
    uint32_t count;
} batch_message;

typedef struct event_batch event_batch;

/* NULL: no memory. */
event_batch *event_batch_create(void);
void event_batch_destroy(event_batch *self);
/* Forgets all messages and items; memory is kept for the next use, up to a bound. */
void event_batch_clear(event_batch *self);

/* Opens a message; items added next belong to it. false: no memory, nothing added. */
bool event_batch_open_message(event_batch *self, void *origin, text peer, bool delimited);
/* A zeroed item of the open message, valid until the next add (use indexes to keep). NULL: no
 * memory. */
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
/* true: at its bound of items or arena bytes; hand it over. */
bool event_batch_full(const event_batch *self);

#endif
