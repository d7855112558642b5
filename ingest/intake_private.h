/* intake_private.h - what the two sides of intake.h share: intake.c is the owner's side, intake_thread.c the thread's. */
#ifndef INGEST_INTAKE_PRIVATE_H
#define INGEST_INTAKE_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>
#include <zmq.h>

#include "ingest/intake.h"
#include "ingest/replay_client.h"
#include "ingest/submit_socket.h"

enum { PARCELS = 3, REFUSAL_SIZE = 512 };

typedef enum parcel_state {
    PARCEL_SPARE,
    PARCEL_FILLING,
    PARCEL_OUT,   /* with the owner */
    PARCEL_KEPT,  /* refused; holds feeds' events alone */
    PARCEL_RETRY, /* with the owner again */
} parcel_state;

typedef struct parcel {
    event_batch *batch;
    parcel_state state;
    uint64_t serial; /* given when it begins to fill; ascending */
} parcel;

/* What the two threads tell each other over their pair of sockets. */
typedef enum note_kind {
    NOTE_BATCH,   /* to the owner: commit this */
    NOTE_ENDED,   /* to the owner: the last one */
    NOTE_DURABLE, /* from the owner: this batch is committed */
    NOTE_REFUSED, /* nothing of it is, and why */
    NOTE_RESUME,
    NOTE_DRAIN,
    NOTE_STOP,
} note_kind;
typedef struct intake_note {
    note_kind kind;
    event_batch *batch;
    char why[REFUSAL_SIZE]; /* of a refusal */
} intake_note;

struct intake {
    /* fixed at start */
    size_t feed_count;
    pthread_t thread;

    /* owner thread */
    void *owner_end;
    bool started;

    /* ingest thread */
    void *ingest_end;
    submit_socket submit;
    feed_socket *feeds;
    replay_client *replays; /* of the feeds that have a replay endpoint */
    size_t replay_count;
    event_decoder *decoder;
    zmq_pollitem_t *
        polled; /* the pair, the acknowledged socket, the feeds, for each replay its socket and monitor */
    uint64_t serial; /* the last one given */
    parcel parcels[PARCELS];
    event_batch *scratch; /* empty; swapped with a refused batch */
    bool paused;          /* refused: nothing goes to the owner until resumed */
    bool draining;
    uint32_t feed_messages_left; /* when draining: that many more are taken */
    bool stopped;
    char refusal[REFUSAL_SIZE];

    /* written by the ingest thread before INTAKE_ENDED, read by the owner after */
    char failure[ENDPOINT_ERROR_SIZE];

    /* shared */
    _Atomic uint64_t batches_out, malformed_messages, busy_replies, dropped_replies, lost_events,
        broken_answers;
};

/* Waits when the queue of notes is full, which a few notes for each of three batches never make it. */
bool intake_send(void *socket, note_kind kind, event_batch *batch, const char *why);
bool intake_receive_note(void *socket, intake_note *ret_note);

/* The parcel that takes what comes; NULL: all are out. */
parcel *intake_filling(intake *self);

/* intake_replay.c */
bool intake_replay_open(intake *self, const intake_settings *settings,
                        char error[static ENDPOINT_ERROR_SIZE]);
void intake_replay_close(intake *self);
/* Tells the replay clients what a committed batch brought back. */
void intake_replay_hear(intake *self, event_batch *batch);
/* A message of a live feed came. */
void intake_replay_live(intake *self, const feed_socket *feed, bool heartbeat);
/* Does what is due, and sets what is polled; the answer is the time until something may be due, or -1. */
int64_t intake_replay_turn(intake *self, bool room);
/* Reads what is readable. false: an error, in errno. */
bool intake_replay_read(intake *self, int at_once);
/* Nothing was readable. */
void intake_replay_rest(intake *self);

/* The ingest thread; its argument is the intake. */
void *intake_run(void *argument);

#endif
