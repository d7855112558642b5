#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/intake_private.h"

enum { FLUSH_MILLISECONDS = 300 /* for the last replies to leave */ };

bool intake_send(void *socket, note_kind kind, event_batch *batch, const char *why) {
    intake_note n = {.kind = kind, .batch = batch};
    (void)snprintf(n.why, sizeof n.why, "%s", why); /* cut: still tells */
    int sent;
    do {
        sent = zmq_send(socket, &n, sizeof n, 0);
    } while (sent < 0 && errno == EINTR);
    return sent == (int)sizeof n;
}

bool intake_receive_note(void *socket, intake_note *ret_note) {
    int got;
    do {
        got = zmq_recv(socket, ret_note, sizeof *ret_note, ZMQ_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    return got == (int)sizeof *ret_note;
}

static bool open_pair(intake *self, void *context, char error[static ENDPOINT_ERROR_SIZE]) {
    static atomic_uint opened_before; /* a closed pair's address is free only some time later */
    char address[64];
    int linger = 0;
    (void)snprintf(address, sizeof address, "inproc://intake-%u",
                   atomic_fetch_add(&opened_before, 1));
    self->owner_end = zmq_socket(context, ZMQ_PAIR);
    self->ingest_end = zmq_socket(context, ZMQ_PAIR);
    bool opened = self->owner_end != NULL && self->ingest_end != NULL &&
                  zmq_setsockopt(self->owner_end, ZMQ_LINGER, &linger, sizeof linger) == 0 &&
                  zmq_setsockopt(self->ingest_end, ZMQ_LINGER, &linger, sizeof linger) == 0 &&
                  zmq_bind(self->owner_end, address) == 0 &&
                  zmq_connect(self->ingest_end, address) == 0;
    if (!opened) {
        (void)snprintf(error, ENDPOINT_ERROR_SIZE, "the ingest thread's own sockets: %s",
                       zmq_strerror(errno));
    }
    return opened;
}

static bool allocate(intake *self, const intake_settings *settings) {
    self->feeds = calloc(settings->feed_count + 1, sizeof *self->feeds);
    self->replays = calloc(settings->feed_count + 1, sizeof *self->replays);
    self->polled = calloc(3 * settings->feed_count + 2, sizeof *self->polled);
    self->decoder = event_decoder_create(settings->rules);
    self->scratch = event_batch_create();
    bool complete = self->feeds != NULL && self->replays != NULL && self->polled != NULL &&
                    self->decoder != NULL && self->scratch != NULL;
    for (size_t i = 0; i < PARCELS; i++) {
        self->parcels[i].batch = event_batch_create();
        complete = complete && self->parcels[i].batch != NULL;
    }
    return complete;
}

static bool open_sockets(intake *self, const intake_settings *settings,
                         char error[static ENDPOINT_ERROR_SIZE]) {
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
    return intake_replay_open(self, settings, error);
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
    int problem = pthread_create(&self->thread, NULL, intake_run, self);
    if (problem != 0) {
        (void)snprintf(error, ENDPOINT_ERROR_SIZE, "cannot start the ingest thread: %s",
                       strerror(problem));
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
        (void)intake_send(self->owner_end, NOTE_STOP, NULL, ""); /* fails when it has ended */
        (void)pthread_join(self->thread, NULL); /* fails only on what is no thread */
    }
    submit_socket_finish(&self->submit, FLUSH_MILLISECONDS);
    intake_replay_close(self); /* before the feeds it watches */
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
    free(self->replays);
    free(self->feeds);
    free(self);
}

void *intake_submit_socket(const intake *self) {
    return self->submit.socket;
}

void *intake_feed_socket(const intake *self, size_t feed) {
    return self->feeds[feed].socket;
}

void *intake_socket(const intake *self) {
    return self->owner_end;
}

intake_news intake_receive(intake *self, event_batch **ret_batch) {
    intake_note n;
    if (!intake_receive_note(self->owner_end, &n)) {
        return INTAKE_NOTHING;
    }
    if (n.kind == NOTE_BATCH) {
        *ret_batch = n.batch;
        return INTAKE_BATCH;
    }
    return INTAKE_ENDED;
}

void intake_give_back(intake *self, event_batch *batch, const char *why) {
    (void)intake_send(self->owner_end, why == NULL ? NOTE_DURABLE : NOTE_REFUSED, batch,
                      why == NULL ? ""
                                  : why); /* fails when the thread has ended: then nobody waits */
}

void intake_resume(intake *self) {
    (void)intake_send(self->owner_end, NOTE_RESUME, NULL, "");
}

void intake_drain(intake *self) {
    (void)intake_send(self->owner_end, NOTE_DRAIN, NULL, "");
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
        .broken_answers = atomic_load(&self->broken_answers),
    };
}
