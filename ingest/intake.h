/* intake.h - the ingest thread: reads feeds and acknowledged messages, decodes them into batches, hands these to the
 * owner thread, and answers the senders when a batch comes back.
 *
 *     sockets -> [filling] -> owner -> back -> replies
 *
 * Three batches circulate. One is handed over as soon as the owner has none (a single event waits for no timer), or
 * when it is full. With all of them out, nothing is read: the queues of the sockets and the network hold the rest.
 *
 * What is committed of a source goes back with the batch (batch_standing), and tells what to ask a feed's replay
 * endpoint for (replay_client.h).
 *
 * A refused batch (the disk is full): its acknowledged messages are answered busy, its feeds' events are kept for
 * another try, and everything that comes is turned away until intake_resume. Feeds are not read meanwhile.
 *
 * Owner   create, start, receive, give_back, resume, drain, destroy: the owner thread. */
#ifndef INGEST_INTAKE_H
#define INGEST_INTAKE_H

#include "ingest/feed_socket.h"

typedef struct intake intake;

typedef struct intake_settings {
    void *context;       /* ZeroMQ's */
    const char *address; /* of the acknowledged socket */
    const feed_settings *feeds;
    size_t feed_count;
    const decode_rules *rules;
    const batch_standing
        *standings; /* what is committed of sources that came by feeds; read by create alone */
    size_t standing_count;
} intake_settings;

/* Opens all sockets. Settings are borrowed until destroy, but for the struct itself.
 * NULL: `error` names the key, the address and what to do. */
intake *intake_create(const intake_settings *settings, char error[static ENDPOINT_ERROR_SIZE]);
/* Starts the thread. It inherits the blocked signals. */
bool intake_start(intake *self, char error[static ENDPOINT_ERROR_SIZE]);
/* Ends the thread where it stands and closes its sockets; accepts NULL. Senders without an answer get none. */
void intake_destroy(intake *self);

/* The acknowledged socket and the feeds' by number, to ask for their addresses. Before intake_start only. */
void *intake_submit_socket(const intake *self);
void *intake_feed_socket(const intake *self, size_t feed);

/* For the owner to poll for reading. */
void *intake_socket(const intake *self);

typedef enum intake_news {
    INTAKE_NOTHING,
    INTAKE_BATCH, /* *ret_batch is to be committed and given back */
    INTAKE_ENDED, /* drained, or failed: intake_failure tells */
} intake_news;
intake_news intake_receive(intake *self, event_batch **ret_batch);

/* Gives the oldest batch back. refusal NULL: durable, with outcomes; else nothing of it was taken, and why. */
void intake_give_back(intake *self, event_batch *batch, const char *refusal);

/* After a refusal: try again with what was kept, then take what comes. */
void intake_resume(intake *self);

/* Take no more but what feeds have already sent, hand it over, answer, end. INTAKE_ENDED follows when all batches are back. */
void intake_drain(intake *self);

/* After INTAKE_ENDED: "" when it ended as asked, else the sentence. */
const char *intake_failure(const intake *self);

/* Counted since the start. From any thread. */
typedef struct intake_counts {
    uint64_t batches_out;        /* now with the owner */
    uint64_t malformed_messages; /* acknowledged messages with a wrong number of frames */
    uint64_t busy_replies;
    uint64_t dropped_replies; /* the peer was gone, or too slow */
    uint64_t lost_events;     /* of feeds: no memory, or still refused at the end */
    uint64_t broken_answers;  /* of replay endpoints: not as docs/feeds.md has them */
} intake_counts;
intake_counts intake_counts_now(const intake *self);

#endif
