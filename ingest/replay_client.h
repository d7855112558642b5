/* replay_client.h - asks a feed's replay endpoint for what the daemon lacks (docs/feeds.md).
 *
 * One request at a time and feed, with credit: a bound on the events of its answer. After an answer it waits until all
 * of it is committed, and asks on from what is committed then. It asks
 *     for a known gap                      a moment after it is seen, for what is late is often only reordered
 *     for all that a new source has told   when the source is first heard of
 *     whether there is more                at the start and each time the feed's connection is made
 * Without an answer, or with one that brings nothing, it asks again after a growing delay; what the log has not got
 * after three tries is given up.
 * Owner   the ingest thread. Times are milliseconds of replay_now(). */
#ifndef INGEST_REPLAY_CLIENT_H
#define INGEST_REPLAY_CLIENT_H

#include "ingest/feed_socket.h"
#include "portfolio/directory.h"

enum { REPLAY_CREDIT_MAX = 4096 };

typedef struct replay_source {
    text source, epoch;
    uint64_t from, length, last; /* as committed: see batch_standing */
    bool beginning_known;
    bool ended;
    bool poked;          /* ask whether there is more */
    uint64_t begin_from; /* the beginning is asked for from here */
    int64_t due;
    int64_t delay; /* 0: the last answer was good */
    uint32_t fruitless;
} replay_source;

typedef enum replay_state { REPLAY_IDLE, REPLAY_ASKED, REPLAY_SETTLING } replay_state;

typedef struct replay_client {
    void *context; /* NULL: not open */
    feed_socket *feed;
    void *
        socket; /* DEALER; made anew after a failure, so that late answers are lost. NULL: it could not be */
    void *monitor;  /* tells of the feed's connections */
    directory keys; /* source, 0x00, epoch */
    replay_source *sources;
    uint32_t count, room;
    uint32_t turn;     /* the next one to ask for */
    int64_t next_look; /* nothing is due before */

    replay_state state;
    uint32_t asked; /* a number in sources */
    uint64_t asked_from, asked_credit, asked_last;
    bool asked_beginning;
    uint64_t received, highest;
    bool got_first;
    int64_t heard;    /* when the last part of an answer came */
    uint64_t barrier; /* all batches up to this one hold the answer */

    bool beats;   /* the feed sends heartbeats */
    int64_t live; /* when the last message of the feed came */
    uint64_t broken_answers;
} replay_client;

int64_t replay_now(void);

/* Opens the sockets; `feed` is borrowed, open and has a replay endpoint. false: `error` says why. */
bool replay_client_init(replay_client *self, void *context, feed_socket *feed,
                        char error[static ENDPOINT_ERROR_SIZE]);
void replay_client_finish(replay_client *self);

/* What is committed of a source of this feed. */
void replay_client_hear(replay_client *self, const batch_standing *standing);
/* A message of the live feed came. */
void replay_client_live(replay_client *self, bool heartbeat);
/* The monitor is readable. */
void replay_client_watch(replay_client *self);
/* Decodes the next part of an answer into the batch of that serial number. */
feed_taken replay_client_take(replay_client *self, event_decoder *decoder, event_batch *batch,
                              uint64_t serial);
/* All up to its barrier is committed, or refused. */
void replay_client_settle(replay_client *self);
/* Does what is due. The answer: milliseconds until there may be something again; -1: not by time. */
int64_t replay_client_turn(replay_client *self);
/* The feed has been silent in spite of heartbeats: connects anew. Only when it has been read from all the time. */
void replay_client_check_silence(replay_client *self);

#endif
