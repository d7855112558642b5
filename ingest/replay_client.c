#include "ingest/replay_client.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zmq.h>

#include "ingest/frames.h"
#include "ingest/replay_frames.h"
#include "portfolio/array.h"
#include "portfolio/limits.h"

enum {
    ANSWER_MILLISECONDS = 5000, /* without a part of the answer */
    GRACE_MILLISECONDS = 50,
    DELAY_MILLISECONDS = 100,
    DELAY_MILLISECONDS_MAX = 30000,
    SILENCE_MILLISECONDS = 10000,
    TRIES = 3,
    SOURCES_ASKED_MAX = 10000,
    KEY_SIZE = 160,
    NUMBER_SIZE = 24,
};

int64_t replay_now(void) {
    struct timespec now;
    int bad = clock_gettime(CLOCK_MONOTONIC, &now);
    assert(bad == 0); /* the clock exists on every Linux */
    (void)bad;
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* ---- sockets ---- */

static void close_socket(void **socket) {
    if (*socket != NULL) {
        (void)zmq_close(*socket); /* fails only on what is no socket */
        *socket = NULL;
    }
}

static bool open_dealer(replay_client *self, char error[static ENDPOINT_ERROR_SIZE]) {
    char key[KEY_SIZE];
    (void)snprintf(key, sizeof key, "feed %s: replay", self->feed->settings->name); /* cut: fine */
    const endpoint e = {
        .key = key,
        .address = self->feed->settings->replay,
        .receive_limit = REPLAY_CREDIT_MAX / 4, /* beyond, the answer waits in the network */
        .send_limit = 16,
        .frame_bytes_max = 2 * (int64_t)MESSAGE_BYTES_MAX,
    };
    self->socket = endpoint_open(self->context, ZMQ_DEALER, &e, error);
    return self->socket != NULL;
}

/* Tells of each connection that is ready for use. */
static bool open_monitor(replay_client *self, char error[static ENDPOINT_ERROR_SIZE]) {
    char address[64];
    int linger = 0;
    (void)snprintf(address, sizeof address, "inproc://feed-monitor-%p", (void *)self);
    bool opened =
        zmq_socket_monitor(self->feed->socket, address, ZMQ_EVENT_HANDSHAKE_SUCCEEDED) == 0;
    self->monitor = opened ? zmq_socket(self->context, ZMQ_PAIR) : NULL;
    opened = self->monitor != NULL &&
             zmq_setsockopt(self->monitor, ZMQ_LINGER, &linger, sizeof linger) == 0 &&
             zmq_connect(self->monitor, address) == 0;
    if (!opened) {
        (void)snprintf(error, ENDPOINT_ERROR_SIZE, "feed %s: cannot watch its connection: %s",
                       self->feed->settings->name, zmq_strerror(errno));
    }
    return opened;
}

bool replay_client_init(replay_client *self, void *context, feed_socket *feed,
                        char error[static ENDPOINT_ERROR_SIZE]) {
    *self = (replay_client){.context = context, .feed = feed, .live = replay_now()};
    directory_init(&self->keys, 0);
    if (!open_dealer(self, error) || !open_monitor(self, error)) {
        replay_client_finish(self);
        return false;
    }
    return true;
}

void replay_client_finish(replay_client *self) {
    if (self->context == NULL) {
        return;
    }
    if (self->feed->socket != NULL) {
        (void)zmq_socket_monitor(self->feed->socket, NULL,
                                 0); /* ends it; fails when there is none */
    }
    close_socket(&self->monitor);
    close_socket(&self->socket);
    directory_finish(&self->keys);
    free(self->sources);
    *self = (replay_client){0};
}

/* ---- sources ---- */

static bool wants(const replay_source *s) {
    return !s->ended && (s->poked || s->length > 0 || !s->beginning_known);
}

static void set_due(replay_client *self, replay_source *s, int64_t due) {
    s->due = due;
    if (due < self->next_look) {
        self->next_look = due;
    }
}

/* The source, made when new. NULL: no memory, or too many; its live events are taken all the same. */
static replay_source *find_source(replay_client *self, text source, text epoch) {
    char room[2 * NAME_BYTES_MAX + 1];
    if (source.length > NAME_BYTES_MAX || epoch.length > NAME_BYTES_MAX) {
        return NULL;
    }
    memcpy(room, source.bytes, source.length);
    room[source.length] = '\0';
    if (epoch.length > 0) {
        memcpy(room + source.length + 1, epoch.bytes, epoch.length);
    }
    text key = {room, source.length + 1 + epoch.length};
    uint32_t number = directory_find(&self->keys, key);
    if (number != NUMBER_NONE && number < self->count) {
        return &self->sources[number];
    }
    if (self->count >= SOURCES_ASKED_MAX ||
        !array_reserve((void **)&self->sources, &self->room, self->count + 1,
                       sizeof *self->sources)) {
        return NULL;
    }
    number = directory_number(&self->keys, key);
    if (number == NUMBER_NONE) {
        return NULL;
    }
    text kept = directory_name(&self->keys, number);
    replay_source *s = &self->sources[self->count++];
    *s = (replay_source){.source = {kept.bytes, source.length},
                         .epoch = {kept.bytes + source.length + 1, epoch.length}};
    set_due(self, s, replay_now() + GRACE_MILLISECONDS);
    return s;
}

void replay_client_hear(replay_client *self, const batch_standing *standing) {
    replay_source *s = find_source(self, standing->source, standing->epoch);
    if (s == NULL) {
        return;
    }
    bool wanted = wants(s);
    s->from = standing->from;
    s->length = standing->length;
    s->last = standing->last;
    s->beginning_known = standing->beginning_known;
    s->ended = standing->ended;
    if (!wanted && wants(s)) {
        s->fruitless = 0;
        s->delay = 0;
        set_due(self, s, replay_now() + GRACE_MILLISECONDS);
    }
}

/* Asks for everything soon: something may have been missed. */
static void poke_all(replay_client *self) {
    int64_t soon = replay_now() + GRACE_MILLISECONDS;
    for (uint32_t i = 0; i < self->count; i++) {
        replay_source *s = &self->sources[i];
        bool sooner = wants(s) && s->delay == 0 && s->due < soon;
        s->poked = true;
        s->delay = 0;
        set_due(self, s, sooner ? s->due : soon);
    }
}

void replay_client_live(replay_client *self, bool heartbeat) {
    self->live = replay_now();
    self->beats = self->beats || heartbeat;
}

void replay_client_watch(replay_client *self) {
    frames notice;
    bool connected = false;
    while (frames_receive(&notice, self->monitor) == RECEIVED_MESSAGE) {
        frames_finish(&notice);
        connected = true;
    }
    if (connected) {
        self->live = replay_now();
        poke_all(self);
    }
}

void replay_client_check_silence(replay_client *self) {
    int64_t now = replay_now();
    if (!self->beats || now - self->live < SILENCE_MILLISECONDS) {
        return;
    }
    const feed_settings *settings = self->feed->settings;
    if (!settings->bind) {
        /* Fails when there is no such connection, which comes to the same. */
        (void)zmq_disconnect(self->feed->socket, settings->address);
        (void)zmq_connect(self->feed->socket, settings->address);
    }
    self->live = now;
    poke_all(self);
}

/* ---- asking ---- */

static void put_off(replay_client *self, replay_source *s) {
    s->delay = s->delay == 0 ? DELAY_MILLISECONDS : s->delay * 2;
    if (s->delay > DELAY_MILLISECONDS_MAX) {
        s->delay = DELAY_MILLISECONDS_MAX;
    }
    set_due(self, s, replay_now() + s->delay);
}

/* The request has failed: what may still come of its answer must not be taken for another's. */
static void start_anew(replay_client *self) {
    char error[ENDPOINT_ERROR_SIZE];
    close_socket(&self->socket);
    (void)open_dealer(self, error); /* else tried again when something is due */
    put_off(self, &self->sources[self->asked]);
    self->state = REPLAY_IDLE;
}

static bool send_text(void *socket, text frame, int flags) {
    int sent;
    do {
        sent = zmq_send(socket, frame.bytes, frame.length, flags | ZMQ_DONTWAIT);
    } while (sent < 0 && errno == EINTR);
    return sent >= 0;
}

static bool send_request(replay_client *self, const replay_source *s) {
    char from[NUMBER_SIZE];
    char credit[NUMBER_SIZE];
    (void)snprintf(from, sizeof from, "%llu", (unsigned long long)self->asked_from);
    (void)snprintf(credit, sizeof credit, "%llu", (unsigned long long)self->asked_credit);
    return send_text(self->socket, text_of("ICANHAZ"), ZMQ_SNDMORE) &&
           send_text(self->socket, s->source, ZMQ_SNDMORE) &&
           send_text(self->socket, s->epoch, ZMQ_SNDMORE) &&
           send_text(self->socket, text_of(from), ZMQ_SNDMORE) &&
           send_text(self->socket, text_of(credit), 0);
}

static void ask(replay_client *self, uint32_t number) {
    char error[ENDPOINT_ERROR_SIZE];
    replay_source *s = &self->sources[number];
    self->asked = number;
    self->asked_beginning = !s->beginning_known;
    self->asked_from = self->asked_beginning ? s->begin_from : s->from;
    self->asked_credit =
        !self->asked_beginning && s->length > 0 ? s->length : (uint64_t)REPLAY_CREDIT_MAX;
    self->asked_last = s->last;
    self->received = self->highest = 0;
    self->got_first = false;
    self->heard = replay_now();
    self->state = REPLAY_ASKED;
    if ((self->socket == NULL && !open_dealer(self, error)) || !send_request(self, s)) {
        start_anew(self);
    }
}

/* Asks for the next source that is due, or finds out when one will be. */
static void look(replay_client *self, int64_t now) {
    self->next_look = INT64_MAX;
    for (uint32_t i = 0; i < self->count; i++) {
        uint32_t number = (self->turn + i) % self->count;
        const replay_source *s = &self->sources[number];
        if (!wants(s)) {
            continue;
        }
        if (s->due <= now) {
            self->turn = number + 1;
            self->next_look = now;
            ask(self, number);
            return;
        }
        if (s->due < self->next_look) {
            self->next_look = s->due;
        }
    }
}

int64_t replay_client_turn(replay_client *self) {
    int64_t now = replay_now();
    if (self->state == REPLAY_ASKED && now - self->heard >= ANSWER_MILLISECONDS) {
        start_anew(self);
    }
    if (self->state == REPLAY_IDLE && self->next_look <= now) {
        look(self, now);
    }
    int64_t until = self->beats ? self->live + SILENCE_MILLISECONDS : INT64_MAX;
    if (self->state == REPLAY_ASKED && self->heard + ANSWER_MILLISECONDS < until) {
        until = self->heard + ANSWER_MILLISECONDS;
    }
    if (self->state == REPLAY_IDLE && self->next_look < until) {
        until = self->next_look;
    }
    if (until == INT64_MAX) {
        return -1;
    }
    return until > now ? until - now : 1;
}

/* ---- answers ---- */

static bool remark(replay_client *self, event_batch *batch, remark_kind kind, text epoch,
                   uint64_t sequence, uint64_t until) {
    const replay_source *s = &self->sources[self->asked];
    const batch_remark r = {.kind = kind,
                            .source = s->source,
                            .epoch = epoch,
                            .feed = text_of(self->feed->settings->name),
                            .sequence = sequence,
                            .until = until};
    return event_batch_add_remark(batch, &r);
}

static void wait_for_commit(replay_client *self, uint64_t serial) {
    self->state = REPLAY_SETTLING;
    self->barrier = serial;
}

/* The source writes another epoch now, and the one asked for is gone. */
static bool change_epoch(replay_client *self, event_batch *batch, const replay_answer *a,
                         uint64_t serial) {
    bool room =
        remark(self, batch, REMARK_ENDED, self->sources[self->asked].epoch, 0, 0) &&
        (a->word != REPLAY_DONE || remark(self, batch, REMARK_HEARTBEAT, a->epoch, a->number, 0));
    (void)find_source(self, a->source, a->epoch); /* may move the sources */
    wait_for_commit(self, serial);
    return room;
}

static bool take_event(replay_client *self, event_decoder *decoder, event_batch *batch,
                       text content) {
    const replay_source *s = &self->sources[self->asked];
    size_t first = event_batch_item_count(batch);
    if (!feed_socket_decode(self->feed, decoder, batch, content, NULL)) {
        return false;
    }
    for (size_t i = first; i < event_batch_item_count(batch); i++) {
        const event *e = &event_batch_item(batch, i)->event;
        if (e->has_sequence && text_equal(e->source, s->source) && text_equal(e->epoch, s->epoch)) {
            self->got_first = self->got_first || e->sequence == self->asked_from;
            self->highest = e->sequence > self->highest ? e->sequence : self->highest;
        }
    }
    return true;
}

static bool finish_answer(replay_client *self, event_batch *batch, const replay_answer *a,
                          uint64_t serial) {
    replay_source *s = &self->sources[self->asked];
    bool complete = self->received < self->asked_credit;
    bool room = true;
    if (a->number > s->last) {
        room = remark(self, batch, REMARK_HEARTBEAT, s->epoch, a->number, 0);
    }
    if (self->asked_beginning) {
        room = room && remark(self, batch, REMARK_BEGINNING, s->epoch, 0, 0);
    } else if (s->length > 0 && !self->got_first && s->fruitless + 1 >= TRIES) {
        /* A log that ends before what is asked for may still be growing: only what was announced is taken back. */
        bool reaches = !complete || a->number >= self->asked_from;
        uint64_t end = complete ? a->number : self->highest;
        end = end > self->asked_from ? end : self->asked_from;
        room =
            room && (reaches ? remark(self, batch, REMARK_ABSENT, s->epoch, self->asked_from, end)
                             : remark(self, batch, REMARK_SHORT, s->epoch, a->number, 0));
    }
    s->poked = s->poked && !complete;
    wait_for_commit(self, serial);
    return room;
}

static bool take_answer(replay_client *self, event_decoder *decoder, event_batch *batch,
                        const replay_answer *a, uint64_t serial) {
    replay_source *s = &self->sources[self->asked];
    self->heard = replay_now();
    if (a->word == REPLAY_EVENT && self->received < self->asked_credit) {
        self->received++;
        return take_event(self, decoder, batch, a->body);
    }
    bool ours =
        (a->word == REPLAY_DONE || a->word == REPLAY_TRIMMED) && text_equal(a->source, s->source);
    if (ours && !text_equal(a->epoch, s->epoch)) {
        return change_epoch(self, batch, a, serial);
    }
    if (ours && a->word == REPLAY_DONE) {
        return finish_answer(self, batch, a, serial);
    }
    if (ours && a->number > self->asked_from && self->received == 0) {
        if (self->asked_beginning) {
            s->begin_from = a->number;
        }
        wait_for_commit(self, serial);
        return remark(self, batch, REMARK_TRIMMED, s->epoch, a->number, 0);
    }
    self->broken_answers++;
    start_anew(self);
    return true;
}

feed_taken replay_client_take(replay_client *self, event_decoder *decoder, event_batch *batch,
                              uint64_t serial) {
    frames message;
    switch (frames_receive(&message, self->socket)) {
    case RECEIVED_NOTHING: return FEED_EMPTY;
    case RECEIVED_ERROR: return FEED_ERROR;
    case RECEIVED_MESSAGE: break;
    }
    bool room = true;
    if (self->state == REPLAY_ASKED) {
        text parts[FRAMES_KEPT] = {{0}};
        for (uint32_t i = 0; i < message.count && i < FRAMES_KEPT; i++) {
            parts[i] = frames_at(&message, i);
        }
        replay_answer answer = replay_answer_read(parts, message.count);
        room = take_answer(self, decoder, batch, &answer, serial);
    }
    frames_finish(&message);
    return room ? FEED_TAKEN : FEED_LOST; /* what is lost is asked for again */
}

void replay_client_settle(replay_client *self) {
    replay_source *s = &self->sources[self->asked];
    int64_t now = replay_now();
    self->state = REPLAY_IDLE;
    self->next_look = now;
    bool same = !self->asked_beginning && s->length > 0 && s->from == self->asked_from;
    if (same && !self->got_first) {
        s->fruitless++;
        put_off(self, s);
        return;
    }
    if (self->asked_beginning && !s->beginning_known && s->begin_from <= self->asked_from) {
        put_off(self, s); /* the commit was refused */
        return;
    }
    s->fruitless = 0;
    s->delay = 0;
    s->due = now;
}
