#include "tools/common/replay_server.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

#include "tools/common/terminal.h"

enum {
    FRAMES_MAX = 6, /* peer, ICANHAZ, source, epoch, from, credit */
    FRAME_BYTES_MAX = 1024,
    CREDIT_MAX = 5000,
    QUEUE_MESSAGES = 2 * CREDIT_MAX,
    SEND_MS = 1000,
    POLL_MS = 100,
    NUMBER_SIZE = 24,
};

static bool fail(replay_server *self, const char *what, const char *endpoint) {
    (void)snprintf(self->problem, sizeof self->problem, "%s %s: %s", what, endpoint,
                   zmq_strerror(zmq_errno()));
    return false;
}

static bool set_option(void *socket, int option, int value) {
    return zmq_setsockopt(socket, option, &value, sizeof value) == 0;
}

static bool open_socket(replay_server *self, const char *endpoint) {
    int64_t bytes = FRAME_BYTES_MAX;
    self->context = zmq_ctx_new();
    self->socket = self->context != NULL ? zmq_socket(self->context, ZMQ_ROUTER) : NULL;
    bool made = self->socket != NULL && set_option(self->socket, ZMQ_LINGER, 0) &&
                set_option(self->socket, ZMQ_ROUTER_MANDATORY, 1) &&
                set_option(self->socket, ZMQ_SNDHWM, QUEUE_MESSAGES) &&
                set_option(self->socket, ZMQ_SNDTIMEO, SEND_MS) &&
                set_option(self->socket, ZMQ_TCP_KEEPALIVE, 1) &&
                zmq_setsockopt(self->socket, ZMQ_MAXMSGSIZE, &bytes, sizeof bytes) == 0;
    if (!made) {
        return fail(self, "cannot make a replay socket for", endpoint);
    }
    return zmq_bind(self->socket, endpoint) == 0 ||
           fail(self, "cannot listen for replays on", endpoint);
}

bool replay_server_init(replay_server *self, const char *endpoint, uint64_t keep,
                        int64_t heartbeat_ms) {
    *self = (replay_server){.heartbeat_ms = heartbeat_ms};
    if (!replay_log_init(&self->log, keep)) {
        (void)snprintf(self->problem, sizeof self->problem, "%s", self->log.problem);
        return false;
    }
    bool good = pthread_mutex_init(&self->lock, NULL) == 0 && open_socket(self, endpoint);
    if (!good) {
        replay_server_finish(self);
    }
    return good;
}

void replay_server_finish(replay_server *self) {
    if (self->started) {
        atomic_store(&self->ending, true);
        (void)pthread_join(self->thread, NULL); /* fails only on what is no thread */
    }
    if (self->socket != NULL) {
        (void)zmq_close(self->socket);
    }
    if (self->context != NULL) {
        while (zmq_ctx_term(self->context) != 0 && zmq_errno() == EINTR) {}
    }
    (void)pthread_mutex_destroy(&self->lock);
    replay_log_finish(&self->log);
    self->socket = self->context = NULL;
    self->started = false;
}

/* ---- answering ---- */

typedef struct request {
    char frames[FRAMES_MAX][FRAME_BYTES_MAX];
    size_t lengths[FRAMES_MAX];
} request;

/* One message; false: none there, or not of the right number and size of frames. */
static bool receive(void *socket, request *r) {
    int count = 0;
    int more = 1;
    bool good = true;
    while (more != 0) {
        size_t size = sizeof more;
        int place = count < FRAMES_MAX ? count : FRAMES_MAX - 1;
        int length = zmq_recv(socket, r->frames[place], FRAME_BYTES_MAX, ZMQ_DONTWAIT);
        if (length < 0) {
            return false;
        }
        good = good && length <= FRAME_BYTES_MAX && count < FRAMES_MAX;
        r->lengths[place] = (size_t)length;
        count++;
        if (zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &size) != 0) {
            return false;
        }
    }
    return good && count == FRAMES_MAX && r->lengths[1] == 7 &&
           memcmp(r->frames[1], "ICANHAZ", 7) == 0;
}

static bool read_number(const request *r, int frame, uint64_t *ret_number) {
    uint64_t number = 0;
    size_t length = r->lengths[frame];
    for (size_t i = 0; i < length; i++) {
        unsigned digit = (unsigned char)r->frames[frame][i] - (unsigned)'0';
        if (digit > 9 || number > ((uint64_t)INT64_MAX - digit) / 10) {
            return false;
        }
        number = number * 10 + digit;
    }
    *ret_number = number;
    return length > 0;
}

static bool send_frame(replay_server *self, const void *bytes, size_t length, int flags) {
    int sent;
    do {
        sent = zmq_send(self->socket, bytes, length, flags);
    } while (sent < 0 && zmq_errno() == EINTR && !atomic_load(&self->ending));
    return sent >= 0;
}

static bool send_end(replay_server *self, const request *r, const char *word, const char *epoch,
                     uint64_t number) {
    char digits[NUMBER_SIZE];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, number);
    return send_frame(self, r->frames[0], r->lengths[0], ZMQ_SNDMORE) &&
           send_frame(self, word, strlen(word), ZMQ_SNDMORE) &&
           send_frame(self, r->frames[2], r->lengths[2], ZMQ_SNDMORE) &&
           send_frame(self, epoch, strlen(epoch), ZMQ_SNDMORE) &&
           send_frame(self, digits, (size_t)length, 0);
}

/* What is asked for, copied out so that publishing goes on while it is sent. */
typedef struct standing {
    bool known, gone;
    char epoch[FRAME_BYTES_MAX + 1];
    uint64_t last, oldest;
} standing;

static standing look_up(replay_server *self, const request *r, uint64_t from) {
    standing found = {0};
    (void)pthread_mutex_lock(&self->lock);
    const kept_source *s =
        replay_log_find(&self->log, r->frames[2], r->lengths[2], r->frames[3], r->lengths[3]);
    if (s != NULL) {
        found.known = true;
        (void)snprintf(found.epoch, sizeof found.epoch, "%s", s->epoch);
        found.last = s->last;
        found.oldest = s->until > s->first ? s->events[s->first].sequence : s->last + 1;
        bool other =
            strlen(s->epoch) != r->lengths[3] || memcmp(s->epoch, r->frames[3], r->lengths[3]) != 0;
        found.gone = other || from < s->trimmed;
    }
    (void)pthread_mutex_unlock(&self->lock);
    return found;
}

/* The next event from that sequence on: its bytes for free(), or NULL. */
static char *next_event(replay_server *self, const request *r, uint64_t from,
                        kept_event *ret_event) {
    char *bytes = NULL;
    (void)pthread_mutex_lock(&self->lock);
    const kept_source *s =
        replay_log_find(&self->log, r->frames[2], r->lengths[2], r->frames[3], r->lengths[3]);
    size_t at = replay_log_from(s, from);
    if (at < s->until) {
        *ret_event = s->events[at];
        bytes = replay_log_read(&self->log, ret_event);
    }
    (void)pthread_mutex_unlock(&self->lock);
    return bytes;
}

static void answer(replay_server *self, const request *r) {
    uint64_t from;
    uint64_t credit;
    if (!read_number(r, 4, &from) || !read_number(r, 5, &credit)) {
        return;
    }
    standing found = look_up(self, r, from);
    if (!found.known) {
        char epoch[FRAME_BYTES_MAX + 1] = "";
        memcpy(epoch, r->frames[3], r->lengths[3]);
        (void)send_end(self, r, "KTHXBAI", epoch, 0);
        return;
    }
    if (found.gone) {
        (void)send_end(self, r, "TRIMMED", found.epoch, found.oldest);
        return;
    }
    bool sent = true;
    for (uint64_t n = 0; n < credit && n < CREDIT_MAX && sent; n++) {
        kept_event event;
        char *bytes = next_event(self, r, from, &event);
        if (bytes == NULL) {
            break;
        }
        sent = send_frame(self, r->frames[0], r->lengths[0], ZMQ_SNDMORE) &&
               send_frame(self, "EVENT", 5, ZMQ_SNDMORE) &&
               send_frame(self, bytes, event.topic_length, ZMQ_SNDMORE) &&
               send_frame(self, bytes + event.topic_length, event.body_length, 0);
        free(bytes);
        from = event.sequence + 1;
    }
    if (sent) { /* else the peer has gone, or reads no more: it will ask again */
        (void)send_end(self, r, "KTHXBAI", found.epoch, found.last);
    }
}

static void *serve(void *argument) {
    replay_server *self = argument;
    zmq_pollitem_t item = {.socket = self->socket, .events = ZMQ_POLLIN};
    while (!atomic_load(&self->ending)) {
        request r;
        if (zmq_poll(&item, 1, POLL_MS) > 0 && receive(self->socket, &r)) {
            answer(self, &r);
        }
    }
    return NULL;
}

bool replay_server_start(replay_server *self) {
    sigset_t all;
    sigset_t before;
    (void)sigfillset(&all); /* signals are the main thread's */
    int problem = pthread_sigmask(SIG_SETMASK, &all, &before);
    if (problem == 0) {
        problem = pthread_create(&self->thread, NULL, serve, self);
        (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    self->started = problem == 0;
    if (problem != 0) {
        (void)snprintf(self->problem, sizeof self->problem, "cannot start a thread: %s",
                       strerror(problem));
    }
    return self->started;
}

/* ---- the publisher's side ---- */

bool replay_server_keep(replay_server *self, const char *topic, size_t topic_length,
                        const char *body, size_t body_length) {
    (void)pthread_mutex_lock(&self->lock);
    bool kept = replay_log_add(&self->log, topic, topic_length, body, body_length);
    (void)pthread_mutex_unlock(&self->lock);
    if (!kept) {
        (void)snprintf(self->problem, sizeof self->problem, "%s", self->log.problem);
    }
    return kept;
}

/* Only the publishing thread adds to the log, so it reads it without the lock. */
static void send_beat(const kept_source *s, publisher *out) {
    static const char topic[] = "feed.heartbeat";
    char when[32];
    char sequence[NUMBER_SIZE];
    struct timespec now;
    struct tm parts;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0 || gmtime_r(&now.tv_sec, &parts) == NULL ||
        strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) {
        return;
    }
    (void)snprintf(sequence, sizeof sequence, "%" PRIu64, s->last);
    json_t *beat =
        json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:{}}", "specversion", "1.0", "type", topic, "source",
                  s->source, "id", "heartbeat", "time", when, "sequence", sequence, "data");
    if (beat != NULL && s->epoch[0] != '\0') {
        (void)json_object_set_new(beat, "epoch", json_string(s->epoch));
    }
    char *body = json_dumps(beat, JSON_COMPACT);
    if (body != NULL) {
        (void)publisher_send(out, topic, sizeof topic - 1, body, strlen(body));
    }
    free(body);
    json_decref(beat);
}

int64_t replay_server_beat(replay_server *self, publisher *out) {
    int64_t now = monotonic_ms();
    if (self->heartbeat_ms == 0) {
        return -1;
    }
    if (now >= self->next_beat) {
        for (size_t i = 0; i < self->log.count; i++) {
            send_beat(&self->log.sources[i], out);
        }
        self->next_beat = now + self->heartbeat_ms;
    }
    return self->next_beat - now;
}
