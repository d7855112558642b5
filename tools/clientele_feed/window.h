/* window.h - the messages on their way: filling, in flight, to be sent again.
 *
 *   free -> filling -> in flight -> free          answered
 *                        |    ^
 *                        v    |
 *                       again                     busy, or the connection was lost
 *
 * Answers come in the order of sending, so the oldest in flight is the one that is answered. */
#ifndef TOOLS_CLIENTELE_FEED_WINDOW_H
#define TOOLS_CLIENTELE_FEED_WINDOW_H

#include "tools/clientele_feed/message.h"

typedef struct slot {
    message content;
    size_t from; /* of the sealed content */
    size_t length;
} slot;

/* First in, first out; holds every slot at most once. */
typedef struct slot_queue {
    uint32_t *slots;
    uint32_t room;
    uint32_t first;
    uint32_t count;
} slot_queue;

typedef struct window {
    slot *slots;
    uint32_t size;
    slot_queue unused;
    slot_queue in_flight;
    slot_queue again;
} window;

void window_init(window *self, uint32_t size);
void window_finish(window *self);

/* NULL: all are on their way. The slot is the caller's until window_sent. */
slot *window_open(window *self);

/* The next that has to be sent again; NULL: none. */
slot *window_next_again(window *self);

/* The slot is in flight: one from window_open, or the one from window_next_again. */
void window_sent(window *self, slot *sent);

/* The oldest in flight; NULL: none. Until answered or postponed it stays where it is. */
slot *window_oldest(window *self);
void window_answered(window *self);  /* the oldest is done with */
void window_postponed(window *self); /* the oldest has to be sent again */

/* Everything in flight has to be sent again, the oldest first. */
void window_all_again(window *self);

/* Events that are in flight or wait to be sent again. */
uint64_t window_events(const window *self);

#endif
