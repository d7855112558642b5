#include "ingest/intake.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <zmq.h>

#include "ingest/submit_socket.h"

enum {
    PARCELS = 3,
    READ_AT_ONCE = 64,         /* messages of one socket before the others have their turn */
    TURN_AWAY_AT_END = 1000,   /* waiting messages that are told busy when draining */
    FLUSH_MILLISECONDS = 300,  /* for the last replies to leave */
    REFUSAL_SIZE = 512,
};

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
typedef enum note_kind { NOTE_BATCH, NOTE_DURABLE, NOTE_REFUSED, NOTE_RESUME, NOTE_DRAIN, NOTE_STOP, NOTE_ENDED } note_kind;
typedef struct note {
    note_kind kind;
    event_batch *batch;
    char why[REFUSAL_SIZE]; /* of a refusal */
} note;

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
    bool stopped;
    char refusal[REFUSAL_SIZE];

    /* written by the ingest thread before INTAKE_ENDED, read by the owner after */
    char failure[ENDPOINT_ERROR_SIZE];

    /* shared */
    _Atomic uint64_t batches_out, malformed_messages, busy_replies, dropped_replies, lost_events;
};

/* ---- both threads ---- */

/* Waits when the queue of notes is full, which its bound of a few notes per batch never lets happen. */
static bool send_note(void *socket, note_kind kind, event_batch *batch, const char *why) {
    note n = {.kind = kind, .batch = batch};
    (void)snprintf(n.why, sizeof n.why, "%s", why); /* cut: still tells */
    int sent;
    do {
        sent = zmq_send(socket, &n, sizeof n, 0);
    } while (sent < 0 && errno == EINTR);
    return sent == (int)sizeof n;
}

static bool receive_note(void *socket, note *ret_note) {
    int got;
    do {
        got = zmq_recv(socket, ret_note, sizeof *ret_note, ZMQ_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    return got == (int)sizeof *ret_note;
}

/* ---- ingest thread ---- */

static text refusal(const intake *self) {
    return text_of(self->refusal);
}

static parcel *find(intake *self, parcel_state state) {
    for (size_t i = 0; i < PARCELS; i++) {
        if (self->parcels[i].state == state) {
            return &self->parcels[i];
        }
    }
    return NULL;
}

/* The parcel that takes what comes; NULL: all are out. */
static parcel *filling(intake *self) {
    parcel *p = find(self, PARCEL_FILLING);
    if (p == NULL && (p = find(self, PARCEL_SPARE)) != NULL) {
        p->state = PARCEL_FILLING;
    }
    return p;
}

static bool has_messages(const parcel *p) {
    return p != NULL && event_batch_message_count(p->batch) > 0;
}

/* Refused and not yet over it: what comes is turned away. */
static bool is_closed(intake *self) {
    return self->paused || find(self, PARCEL_KEPT) != NULL || find(self, PARCEL_RETRY) != NULL;
}

/* Whether some acknowledged message is still to be answered; an answer to a later one must wait. */
static bool answers_owed(intake *self) {
    return find(self, PARCEL_OUT) != NULL || has_messages(find(self, PARCEL_FILLING));
}

static void share_counts(intake *self) {
    atomic_store(&self->malformed_messages, self->submit.malformed_messages);
    atomic_store(&self->busy_replies, self->submit.busy_replies);
    atomic_store(&self->dropped_replies, self->submit.dropped_replies);
}

static void fail(intake *self, const char *what) {
    (void)snprintf(self->failure, sizeof self->failure, "%s: %s", what, zmq_strerror(errno));
    self->stopped = true;
}

static void release(parcel *p) {
    event_batch_clear(p->batch);
    p->state = PARCEL_SPARE;
}

/* Answers a refused parcel's senders; keeps what came from feeds, alone, for another try. */
static void refuse(intake *self, parcel *p) {
    submit_socket_refuse(&self->submit, p->batch, refusal(self));
    for (size_t m = 0; m < event_batch_message_count(p->batch); m++) {
        const batch_message *message = event_batch_message(p->batch, m);
        if (submit_socket_owns(&self->submit, message)) {
            continue;
        }
        size_t before = event_batch_item_count(self->scratch);
        if (!feed_socket_take_again(message->origin, self->decoder, p->batch, message, self->scratch)) {
            uint64_t kept = event_batch_item_count(self->scratch) - before;
            atomic_fetch_add(&self->lost_events, message->count - kept);
        }
    }
    event_batch *kept = self->scratch;
    self->scratch = p->batch;
    p->batch = kept;
    event_batch_clear(self->scratch);
    p->state = event_batch_item_count(kept) > 0 ? PARCEL_KEPT : PARCEL_SPARE;
    if (p->state == PARCEL_SPARE) {
        event_batch_clear(kept);
    }
}

static void come_back(intake *self, const note *n) {
    parcel *p = NULL;
    for (size_t i = 0; i < PARCELS; i++) {
        if (self->parcels[i].batch == n->batch) {
            p = &self->parcels[i];
        }
    }
    assert(p != NULL && (p->state == PARCEL_OUT || p->state == PARCEL_RETRY));
    atomic_fetch_sub(&self->batches_out, 1);
    if (n->kind == NOTE_DURABLE) {
        submit_socket_answer(&self->submit, p->batch);
        release(p);
        return;
    }
    memcpy(self->refusal, n->why, sizeof self->refusal);
    self->paused = true;
    if (p->state == PARCEL_RETRY) {
        p->state = PARCEL_KEPT;
    } else {
        refuse(self, p);
    }
}

static void read_notes(intake *self) {
    note n;
    while (receive_note(self->ingest_end, &n)) {
        switch (n.kind) {
        case NOTE_DURABLE:
        case NOTE_REFUSED:
            come_back(self, &n);
            break;
        case NOTE_RESUME:
            self->paused = false;
            break;
        case NOTE_DRAIN:
            self->draining = true;
            break;
        case NOTE_STOP:
            self->stopped = true;
            break;
        case NOTE_BATCH:
        case NOTE_ENDED:
            assert(!"a note of the ingest thread's own");
        }
    }
    /* After a refusal, once all are back, what was filling meanwhile is refused too: it must not wait unanswered. */
    parcel *p = find(self, PARCEL_FILLING);
    if (self->paused && has_messages(p) && find(self, PARCEL_OUT) == NULL) {
        refuse(self, p);
    }
}

static void hand_over(intake *self, parcel *p, parcel_state state) {
    p->state = state;
    atomic_fetch_add(&self->batches_out, 1);
    if (!send_note(self->ingest_end, NOTE_BATCH, p->batch, "")) {
        fail(self, "cannot hand a batch to the owner thread");
    }
}

static void hand_over_what_is_due(intake *self) {
    if (self->paused || find(self, PARCEL_RETRY) != NULL) {
        return;
    }
    bool owner_idle = find(self, PARCEL_OUT) == NULL;
    parcel *kept = find(self, PARCEL_KEPT);
    if (kept != NULL) {
        if (owner_idle) {
            hand_over(self, kept, PARCEL_RETRY);
        }
        return;
    }
    parcel *p = find(self, PARCEL_FILLING);
    if (has_messages(p) && (owner_idle || self->draining || event_batch_full(p->batch))) {
        hand_over(self, p, PARCEL_OUT);
    }
}

static void read_submitted(intake *self) {
    for (int i = 0; i < READ_AT_ONCE; i++) {
        parcel *p = is_closed(self) ? NULL : filling(self);
        if (p != NULL && event_batch_full(p->batch)) {
            return;
        }
        submit_taken taken = p == NULL ? submit_socket_turn_away(&self->submit, refusal(self))
                                       : submit_socket_take(&self->submit, self->decoder, p->batch);
        if (taken == SUBMIT_ERROR) {
            fail(self, "reading acknowledged messages");
        }
        if (taken != SUBMIT_TAKEN) {
            return;
        }
    }
}

static void read_feed(intake *self, feed_socket *feed) {
    for (int i = 0; i < READ_AT_ONCE; i++) {
        parcel *p = filling(self);
        if (p == NULL || event_batch_full(p->batch)) {
            return;
        }
        switch (feed_socket_take(feed, self->decoder, p->batch)) {
        case FEED_TAKEN:
            break;
        case FEED_LOST:
            atomic_fetch_add(&self->lost_events, 1);
            return;
        case FEED_ERROR:
            fail(self, feed->settings->name);
            return;
        case FEED_EMPTY:
            return;
        }
    }
}

/* Which sockets are read now: the owner's notes always; others while there is room for what they bring. */
static void choose_sockets(intake *self) {
    bool closed = is_closed(self);
    parcel *p = closed || self->draining ? NULL : filling(self);
    bool room = p != NULL && !event_batch_full(p->batch);
    bool turn_away = closed && !self->draining && !answers_owed(self);
    self->polled[0].events = ZMQ_POLLIN;
    self->polled[1].events = room || turn_away ? ZMQ_POLLIN : 0;
    for (size_t i = 0; i < self->feed_count; i++) {
        self->polled[2 + i].events = room ? ZMQ_POLLIN : 0;
    }
}

static void read_chosen(intake *self) {
    for (size_t i = 0; i < self->feed_count && !self->stopped; i++) {
        if ((self->polled[2 + i].revents & ZMQ_POLLIN) != 0) {
            read_feed(self, &self->feeds[i]);
        }
    }
    if ((self->polled[1].revents & ZMQ_POLLIN) != 0 && !self->stopped) {
        read_submitted(self);
    }
}

/* When draining: whether all that can be done is done. */
static bool is_drained(intake *self) {
    bool waiting_for_owner = find(self, PARCEL_OUT) != NULL || find(self, PARCEL_RETRY) != NULL;
    return self->draining && !waiting_for_owner && !has_messages(find(self, PARCEL_FILLING)) &&
           (self->paused || find(self, PARCEL_KEPT) == NULL);
}

static void end(intake *self) {
    for (size_t i = 0; i < PARCELS; i++) {
        if (self->parcels[i].state == PARCEL_KEPT) {
            atomic_fetch_add(&self->lost_events, event_batch_item_count(self->parcels[i].batch));
        }
    }
    static const char ending[] = "the daemon is ending; send it again to the next one";
    for (int i = 0; self->draining && i < TURN_AWAY_AT_END; i++) {
        if (submit_socket_turn_away(&self->submit, text_of(ending)) != SUBMIT_TAKEN) {
            break;
        }
    }
    share_counts(self);
}

static void *run(void *argument) {
    intake *self = argument;
    while (!self->stopped && !is_drained(self)) {
        choose_sockets(self);
        int ready = zmq_poll(self->polled, (int)(2 + self->feed_count), -1);
        if (ready < 0 && errno != EINTR) {
            fail(self, "waiting for messages");
        } else if (ready > 0) {
            if ((self->polled[0].revents & ZMQ_POLLIN) != 0) {
                read_notes(self);
            } else {
                read_chosen(self);
            }
            hand_over_what_is_due(self);
            share_counts(self);
        }
    }
    end(self);
    if (!send_note(self->ingest_end, NOTE_ENDED, NULL, "")) {
        fail(self, "ending"); /* the owner waits no longer either: its socket is gone */
    }
    return NULL;
}

/* ---- owner thread ---- */

static bool open_pair(intake *self, void *context, char error[static ENDPOINT_ERROR_SIZE]) {
    char address[64];
    int linger = 0;
    (void)snprintf(address, sizeof address, "inproc://intake-%p", (void *)self);
    self->owner_end = zmq_socket(context, ZMQ_PAIR);
    self->ingest_end = zmq_socket(context, ZMQ_PAIR);
    bool opened = self->owner_end != NULL && self->ingest_end != NULL &&
                  zmq_setsockopt(self->owner_end, ZMQ_LINGER, &linger, sizeof linger) == 0 &&
                  zmq_setsockopt(self->ingest_end, ZMQ_LINGER, &linger, sizeof linger) == 0 &&
                  zmq_bind(self->owner_end, address) == 0 && zmq_connect(self->ingest_end, address) == 0;
    if (!opened) {
        (void)snprintf(error, ENDPOINT_ERROR_SIZE, "the ingest thread's own sockets: %s", zmq_strerror(errno));
    }
    return opened;
}

static bool allocate(intake *self, const intake_settings *settings) {
    self->feeds = calloc(settings->feed_count + 1, sizeof *self->feeds);
    self->polled = calloc(settings->feed_count + 2, sizeof *self->polled);
    self->decoder = event_decoder_create(settings->rules);
    self->scratch = event_batch_create();
    bool complete = self->feeds != NULL && self->polled != NULL && self->decoder != NULL && self->scratch != NULL;
    for (size_t i = 0; i < PARCELS; i++) {
        self->parcels[i].batch = event_batch_create();
        complete = complete && self->parcels[i].batch != NULL;
    }
    return complete;
}

static bool open_sockets(intake *self, const intake_settings *settings, char error[static ENDPOINT_ERROR_SIZE]) {
    if (!open_pair(self, settings->context, error) ||
        !submit_socket_init(&self->submit, settings->context, settings->address, error)) {
        return false;
    }
    for (size_t i = 0; i < settings->feed_count; i++) {
        if (!feed_socket_init(&self->feeds[i], settings->context, &settings->feeds[i], error)) {
            return false;
        }
        self->feed_count += 1;
        self->polled[2 + i].socket = self->feeds[i].socket;
    }
    self->polled[0].socket = self->ingest_end;
    self->polled[1].socket = self->submit.socket;
    return true;
}

intake *intake_create(const intake_settings *settings, char error[static ENDPOINT_ERROR_SIZE]) {
    intake *self = calloc(1, sizeof *self);
    if (self == NULL || !allocate(self, settings)) {
        (void)snprintf(error, ENDPOINT_ERROR_SIZE, "no memory for the ingest thread");
        intake_destroy(self);
        return NULL;
    }
    if (!open_sockets(self, settings, error)) {
        intake_destroy(self);
        return NULL;
    }
    return self;
}

bool intake_start(intake *self, char error[static ENDPOINT_ERROR_SIZE]) {
    int problem = pthread_create(&self->thread, NULL, run, self);
    if (problem != 0) {
        (void)snprintf(error, ENDPOINT_ERROR_SIZE, "cannot start the ingest thread: %s", strerror(problem));
        return false;
    }
    self->started = true;
    return true;
}

static void close_socket(void *socket) {
    if (socket != NULL) {
        (void)zmq_close(socket); /* fails only on what is no socket */
    }
}

void intake_destroy(intake *self) {
    if (self == NULL) {
        return;
    }
    if (self->started) {
        (void)send_note(self->owner_end, NOTE_STOP, NULL, ""); /* fails when it has ended */
        (void)pthread_join(self->thread, NULL);                /* fails only on what is no thread */
    }
    submit_socket_finish(&self->submit, FLUSH_MILLISECONDS);
    for (size_t i = 0; i < self->feed_count; i++) {
        feed_socket_finish(&self->feeds[i]);
    }
    close_socket(self->ingest_end);
    close_socket(self->owner_end);
    for (size_t i = 0; i < PARCELS; i++) {
        event_batch_destroy(self->parcels[i].batch);
    }
    event_batch_destroy(self->scratch);
    event_decoder_destroy(self->decoder);
    free(self->polled);
    free(self->feeds);
    free(self);
}

void intake_address(const intake *self, char out[static ENDPOINT_ADDRESS_SIZE]) {
    endpoint_bound(self->submit.socket, out);
}

void *intake_socket(const intake *self) {
    return self->owner_end;
}

intake_news intake_receive(intake *self, event_batch **ret_batch) {
    note n;
    if (!receive_note(self->owner_end, &n)) {
        return INTAKE_NOTHING;
    }
    if (n.kind == NOTE_BATCH) {
        *ret_batch = n.batch;
        return INTAKE_BATCH;
    }
    return INTAKE_ENDED;
}

void intake_give_back(intake *self, event_batch *batch, const char *why) {
    (void)send_note(self->owner_end, why == NULL ? NOTE_DURABLE : NOTE_REFUSED, batch,
                    why == NULL ? "" : why); /* fails when the thread has ended: then nobody waits */
}

void intake_resume(intake *self) {
    (void)send_note(self->owner_end, NOTE_RESUME, NULL, "");
}

void intake_drain(intake *self) {
    (void)send_note(self->owner_end, NOTE_DRAIN, NULL, "");
}

const char *intake_failure(const intake *self) {
    return self->failure;
}

intake_counts intake_counts_now(const intake *self) {
    return (intake_counts){
        .batches_out = atomic_load(&self->batches_out),
        .malformed_messages = atomic_load(&self->malformed_messages),
        .busy_replies = atomic_load(&self->busy_replies),
        .dropped_replies = atomic_load(&self->dropped_replies),
        .lost_events = atomic_load(&self->lost_events),
    };
}
