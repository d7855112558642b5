/* intake_private.h - what the two sides of intake.h share: intake.c is the owner's side, intake_thread.c the thread's. */
#ifndef INGEST_INTAKE_PRIVATE_H
#define INGEST_INTAKE_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>
#include <zmq.h>

#include "ingest/intake.h"
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
    event_decoder *decoder;
    zmq_pollitem_t *polled; /* the pair, the acknowledged socket, the feeds */
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
    _Atomic uint64_t batches_out, malformed_messages, busy_replies, dropped_replies, lost_events;
};

/* Waits when the queue of notes is full, which a few notes for each of three batches never make it. */
bool intake_send(void *socket, note_kind kind, event_batch *batch, const char *why);
bool intake_receive_note(void *socket, intake_note *ret_note);

/* The ingest thread; its argument is the intake. */
void *intake_run(void *argument);

#endif
