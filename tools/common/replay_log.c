#include "tools/common/replay_log.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/common/must.h"

enum { SEQUENCE_DIGITS_MAX = 32, PUNCH_BYTES = 1 << 20 };

static bool fail(replay_log *self, const char *what) {
    (void)snprintf(self->problem, sizeof self->problem, "cannot %s the file of the replay log: %s",
                   what, strerror(errno));
    return false;
}

bool replay_log_init(replay_log *self, uint64_t keep) {
    const char *folder = getenv("TMPDIR");
    *self = (replay_log){.keep = keep};
    char *path = must_print("%s/clientele-replay.XXXXXX",
                            folder != NULL && folder[0] != '\0' ? folder : "/tmp");
    self->file = mkostemp(path, O_CLOEXEC);
    bool good = self->file >= 0 && unlink(path) == 0;
    free(path);
    return good || fail(self, "make");
}

void replay_log_finish(replay_log *self) {
    for (size_t i = 0; i < self->count; i++) {
        free(self->sources[i].source);
        free(self->sources[i].epoch);
        free(self->sources[i].events);
    }
    free(self->sources);
    if (self->file >= 0) {
        (void)close(self->file); /* its content is of no use any more */
    }
    *self = (replay_log){.file = -1};
}

/* Digits alone, at most INT64_MAX, as a text or a number. */
static bool read_sequence(const json_t *value, uint64_t *ret_sequence) {
    if (json_is_integer(value) && json_integer_value(value) >= 0) {
        *ret_sequence = (uint64_t)json_integer_value(value);
        return true;
    }
    size_t length = json_string_length(value);
    const char *digits = json_string_value(value);
    uint64_t sequence = 0;
    if (length == 0 || length > SEQUENCE_DIGITS_MAX) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned digit = (unsigned char)digits[i] - (unsigned)'0';
        if (digit > 9 || sequence > ((uint64_t)INT64_MAX - digit) / 10) {
            return false;
        }
        sequence = sequence * 10 + digit;
    }
    *ret_sequence = sequence;
    return true;
}

static kept_source *source_of(replay_log *self, const char *source, const char *epoch) {
    kept_source *found = replay_log_find(self, source, strlen(source), epoch, strlen(epoch));
    if (found != NULL && strcmp(found->epoch, epoch) == 0) {
        return found;
    }
    if (self->count == self->room) {
        self->room = self->room == 0 ? 4 : self->room * 2;
        self->sources = must_resize(self->sources, self->room, sizeof *self->sources);
    }
    found = &self->sources[self->count++];
    *found = (kept_source){.source = must_copy(source, strlen(source)),
                           .epoch = must_copy(epoch, strlen(epoch))};
    return found;
}

/* Gives the room of what is left out back, a big piece at a time; a file system that cannot keeps it. */
static void give_back(const replay_log *self, const kept_event *gone) {
    uint64_t before = gone->at / PUNCH_BYTES;
    uint64_t behind = (gone->at + gone->topic_length + gone->body_length) / PUNCH_BYTES;
    if (behind > before && self->count == 1) {
        (void)fallocate(self->file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0,
                        (off_t)(behind * PUNCH_BYTES));
    }
}

static void insert(replay_log *self, kept_source *s, const kept_event *event) {
    if (s->until == s->room) {
        size_t count = s->until - s->first;
        if (s->first > s->room / 2) {
            memmove(s->events, s->events + s->first, count * sizeof *s->events);
            s->first = 0;
            s->until = count;
        } else {
            s->room = s->room == 0 ? 1024 : s->room * 2;
            s->events = must_resize(s->events, s->room, sizeof *s->events);
        }
    }
    size_t at = s->until;
    while (at > s->first && s->events[at - 1].sequence > event->sequence) {
        at--;
    }
    memmove(s->events + at + 1, s->events + at, (s->until - at) * sizeof *s->events);
    s->events[at] = *event;
    s->until++;
    s->last = event->sequence > s->last ? event->sequence : s->last;
    while (s->until - s->first > self->keep) {
        give_back(self, &s->events[s->first]);
        s->trimmed = s->events[s->first++].sequence + 1;
    }
}

static bool append(replay_log *self, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t wrote = pwrite(self->file, bytes, length, (off_t)self->size);
        if (wrote < 0 && errno != EINTR) {
            return fail(self, "write");
        }
        size_t done = wrote > 0 ? (size_t)wrote : 0;
        bytes += done;
        length -= done;
        self->size += done;
    }
    return true;
}

bool replay_log_add(replay_log *self, const char *topic, size_t topic_length, const char *body,
                    size_t body_length) {
    json_t *event = json_loadb(body, body_length, 0, NULL);
    const char *source = json_string_value(json_object_get(event, "source"));
    const char *epoch = json_string_value(json_object_get(event, "epoch"));
    kept_event kept = {.at = self->size,
                       .topic_length = (uint32_t)topic_length,
                       .body_length = (uint32_t)body_length};
    bool good = true;
    if (source != NULL && read_sequence(json_object_get(event, "sequence"), &kept.sequence)) {
        good = append(self, topic, topic_length) && append(self, body, body_length);
        if (good) {
            insert(self, source_of(self, source, epoch != NULL ? epoch : ""), &kept);
        }
    }
    json_decref(event);
    return good;
}

static bool is_same(const char *name, const char *bytes, size_t length) {
    return strlen(name) == length && memcmp(name, bytes, length) == 0;
}

kept_source *replay_log_find(replay_log *self, const char *source, size_t source_length,
                             const char *epoch, size_t epoch_length) {
    kept_source *newest = NULL;
    for (size_t i = 0; i < self->count; i++) {
        kept_source *s = &self->sources[i];
        if (is_same(s->source, source, source_length)) {
            newest = s;
            if (is_same(s->epoch, epoch, epoch_length)) {
                return s;
            }
        }
    }
    return newest;
}

size_t replay_log_from(const kept_source *s, uint64_t sequence) {
    size_t low = s->first;
    size_t high = s->until;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->events[middle].sequence < sequence) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

char *replay_log_read(const replay_log *self, const kept_event *event) {
    size_t length = (size_t)event->topic_length + event->body_length;
    char *bytes = must_allocate(length + 1, 1);
    size_t done = 0;
    while (done < length) {
        ssize_t got = pread(self->file, bytes + done, length - done, (off_t)(event->at + done));
        if (got == 0 || (got < 0 && errno != EINTR)) {
            free(bytes);
            return NULL;
        }
        done += got > 0 ? (size_t)got : 0;
    }
    return bytes;
}
