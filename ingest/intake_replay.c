/* intake_replay.c - the ingest thread's replay clients: which are polled, what they are told, when they go on. */
#include "ingest/intake_private.h"

static void tell(intake *self, const batch_standing *standing) {
    for (size_t i = 0; i < self->replay_count; i++) {
        replay_client *r = &self->replays[i];
        if (text_equal(text_of(r->feed->settings->name), standing->feed)) {
            replay_client_hear(r, standing);
        }
    }
}

bool intake_replay_open(intake *self, const intake_settings *settings,
                        char error[static ENDPOINT_ERROR_SIZE]) {
    for (size_t i = 0; i < self->feed_count; i++) {
        if (self->feeds[i].settings->replay == NULL) {
            continue;
        }
        if (!replay_client_init(&self->replays[self->replay_count], settings->context,
                                &self->feeds[i], error)) {
            return false;
        }
        self->replay_count += 1;
    }
    for (size_t i = 0; i < settings->standing_count; i++) {
        tell(self, &settings->standings[i]);
    }
    return true;
}

void intake_replay_close(intake *self) {
    for (size_t i = 0; i < self->replay_count; i++) {
        replay_client_finish(&self->replays[i]);
    }
    self->replay_count = 0;
}

void intake_replay_hear(intake *self, event_batch *batch) {
    for (size_t i = 0; i < event_batch_standing_count(batch); i++) {
        tell(self, event_batch_standing(batch, i));
    }
}

void intake_replay_live(intake *self, const feed_socket *feed, bool heartbeat) {
    for (size_t i = 0; i < self->replay_count; i++) {
        if (self->replays[i].feed == feed) {
            replay_client_live(&self->replays[i], heartbeat);
        }
    }
}

/* Whether what was read up to the batch of that serial number has come back from the owner for good. */
static bool is_settled(const intake *self, uint64_t serial) {
    for (size_t i = 0; i < PARCELS; i++) {
        const parcel *p = &self->parcels[i];
        bool empty = p->state == PARCEL_FILLING && event_batch_message_count(p->batch) == 0 &&
                     event_batch_remark_count(p->batch) == 0;
        if (p->state != PARCEL_SPARE && !empty && p->serial <= serial) {
            return false;
        }
    }
    return true;
}

static zmq_pollitem_t *polled(intake *self, size_t replay) {
    return &self->polled[2 + self->feed_count + 2 * replay];
}

int64_t intake_replay_turn(intake *self, bool room) {
    int64_t wait = -1;
    for (size_t i = 0; i < self->replay_count; i++) {
        replay_client *r = &self->replays[i];
        if (r->state == REPLAY_SETTLING && is_settled(self, r->barrier)) {
            replay_client_settle(r);
        }
        if (!room) {
            /* Neither the feed nor the answer is read: their silence is ours. */
            r->live = r->heard = replay_now();
        } else {
            int64_t due = replay_client_turn(r);
            wait = due >= 0 && (wait < 0 || due < wait) ? due : wait;
        }
        bool listens = room && r->socket != NULL;
        polled(self, i)[0] = (zmq_pollitem_t){.socket = listens ? r->socket : r->monitor,
                                              .events = listens ? ZMQ_POLLIN : 0};
        polled(self, i)[1] = (zmq_pollitem_t){.socket = r->monitor, .events = ZMQ_POLLIN};
    }
    return wait;
}

bool intake_replay_read(intake *self, int at_once) {
    for (size_t i = 0; i < self->replay_count; i++) {
        replay_client *r = &self->replays[i];
        if ((polled(self, i)[1].revents & ZMQ_POLLIN) != 0) {
            replay_client_watch(r);
        }
        if ((polled(self, i)[0].revents & ZMQ_POLLIN) == 0) {
            continue;
        }
        feed_taken taken = FEED_TAKEN;
        for (int n = 0; n < at_once && taken == FEED_TAKEN && r->socket != NULL; n++) {
            parcel *p = intake_filling(self);
            if (p == NULL || event_batch_full(p->batch)) {
                break;
            }
            taken = replay_client_take(r, self->decoder, p->batch, p->serial);
        }
        if (taken == FEED_ERROR) {
            return false;
        }
    }
    uint64_t broken = 0;
    for (size_t i = 0; i < self->replay_count; i++) {
        broken += self->replays[i].broken_answers;
    }
    atomic_store(&self->broken_answers, broken);
    return true;
}

void intake_replay_rest(intake *self) {
    for (size_t i = 0; i < self->replay_count && !self->draining; i++) {
        replay_client_check_silence(&self->replays[i]);
    }
}
