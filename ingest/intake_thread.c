#include <assert.h>
#include <errno.h>
#include <stdio.h>

#include "ingest/intake_private.h"

enum {
    READ_AT_ONCE = 64,       /* messages of one socket before the others have their turn */
    TURN_AWAY_AT_END = 1000, /* waiting messages that are told busy when draining */
    FEED_MESSAGES_AT_END =
        50000, /* waiting ones of feeds that are still taken: about a second's work */
};

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

parcel *intake_filling(intake *self) {
    parcel *p = find(self, PARCEL_FILLING);
    if (p == NULL && (p = find(self, PARCEL_SPARE)) != NULL) {
        p->state = PARCEL_FILLING;
        p->serial = ++self->serial;
    }
    return p;
}

static bool has_messages(const parcel *p) {
    return p != NULL &&
           event_batch_message_count(p->batch) + event_batch_remark_count(p->batch) > 0;
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
        if (!feed_socket_take_again(message->origin, self->decoder, p->batch, message,
                                    self->scratch)) {
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

static void come_back(intake *self, const intake_note *n) {
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
        intake_replay_hear(self, p->batch);
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

static void begin_draining(intake *self) {
    if (!self->draining) {
        self->draining = true;
        self->feed_messages_left = self->feed_count > 0 ? FEED_MESSAGES_AT_END : 0;
    }
}

/* When draining: what feeds have already sent is still taken, since nobody would send it again. */
static bool feeds_left(const intake *self) {
    return self->draining && self->feed_messages_left > 0;
}

static void read_notes(intake *self) {
    intake_note n;
    while (intake_receive_note(self->ingest_end, &n)) {
        switch (n.kind) {
        case NOTE_DURABLE:
        case NOTE_REFUSED: come_back(self, &n); break;
        case NOTE_RESUME: self->paused = false; break;
        case NOTE_DRAIN: begin_draining(self); break;
        case NOTE_STOP: self->stopped = true; break;
        case NOTE_BATCH:
        case NOTE_ENDED: break; /* go the other way */
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
    if (!intake_send(self->ingest_end, NOTE_BATCH, p->batch, "")) {
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
    if (has_messages(p) &&
        (owner_idle || event_batch_full(p->batch) || (self->draining && !feeds_left(self)))) {
        hand_over(self, p, PARCEL_OUT);
    }
}

static void read_submitted(intake *self) {
    for (int i = 0; i < READ_AT_ONCE; i++) {
        parcel *p = is_closed(self) ? NULL : intake_filling(self);
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
        parcel *p = intake_filling(self);
        if (p == NULL || event_batch_full(p->batch)) {
            return;
        }
        bool heartbeat = false;
        switch (feed_socket_take(feed, self->decoder, p->batch, &heartbeat)) {
        case FEED_TAKEN:
            self->feed_messages_left -= feeds_left(self);
            intake_replay_live(self, feed, heartbeat);
            break;
        case FEED_LOST: atomic_fetch_add(&self->lost_events, 1); return;
        case FEED_ERROR: fail(self, feed->settings->name); return;
        case FEED_EMPTY: return;
        }
    }
}

/* Which sockets are read now: the owner's notes always; others while there is room for what they bring.
 * The answer is how long to wait for them: for what feeds have left at the end, not at all. */
static long choose_sockets(intake *self) {
    bool closed = is_closed(self);
    parcel *p = closed ? NULL : intake_filling(self);
    bool room = p != NULL && !event_batch_full(p->batch);
    bool turn_away = closed && !answers_owed(self);
    bool submitted = !self->draining && (room || turn_away);
    bool fed = room && (!self->draining || feeds_left(self));
    self->polled[0].events = ZMQ_POLLIN;
    self->polled[1].events = submitted ? ZMQ_POLLIN : 0;
    for (size_t i = 0; i < self->feed_count; i++) {
        self->polled[2 + i].events = fed ? ZMQ_POLLIN : 0;
    }
    int64_t due = intake_replay_turn(self, fed && !self->draining);
    return fed && self->draining ? 0 : (long)due;
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
    if (!self->stopped && !intake_replay_read(self, READ_AT_ONCE)) {
        fail(self, "reading a replay");
    }
}

/* When draining: whether all that can be done is done. */
static bool is_drained(intake *self) {
    bool waiting_for_owner = find(self, PARCEL_OUT) != NULL || find(self, PARCEL_RETRY) != NULL;
    return self->draining && !waiting_for_owner && !has_messages(find(self, PARCEL_FILLING)) &&
           (self->paused || (find(self, PARCEL_KEPT) == NULL && !feeds_left(self)));
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

void *intake_run(void *argument) {
    intake *self = argument;
    while (!self->stopped && !is_drained(self)) {
        long wait = choose_sockets(self);
        int ready =
            zmq_poll(self->polled, (int)(2 + self->feed_count + 2 * self->replay_count), wait);
        if (ready < 0) {
            if (errno != EINTR) {
                fail(self, "waiting for messages");
            }
            continue;
        }
        if (ready == 0) {
            self->feed_messages_left = 0; /* there are none */
            intake_replay_rest(self);
        } else if ((self->polled[0].revents & ZMQ_POLLIN) != 0) {
            read_notes(self);
        } else {
            read_chosen(self);
        }
        hand_over_what_is_due(self);
        share_counts(self);
    }
    end(self);
    if (!intake_send(self->ingest_end, NOTE_ENDED, NULL, "")) {
        fail(self, "ending"); /* the owner waits no longer either: its socket is gone */
    }
    return NULL;
}
