/* replay_log.h - what a publisher has told, kept to be told again: each source's events by sequence.
 *
 * The bytes are in an unlinked file in TMPDIR (or /tmp), the index in memory, 24 bytes an event.
 * Bound   the `keep` newest events of each source; older ones are gone, and their room in the file too.
 * Owner   one thread at a time. Without memory the program ends (must.h). */
#ifndef TOOLS_COMMON_REPLAY_LOG_H
#define TOOLS_COMMON_REPLAY_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct kept_event {
    uint64_t sequence;
    uint64_t at; /* in the file: topic, body */
    uint32_t topic_length;
    uint32_t body_length;
} kept_event;

typedef struct kept_source {
    char *source;
    char *epoch;
    kept_event *events; /* from `first` to `until`, by sequence */
    size_t first, until, room;
    uint64_t last;    /* the highest sequence ever */
    uint64_t trimmed; /* sequences below are gone; 0: none is */
} kept_source;

typedef struct replay_log {
    int file;
    uint64_t size;
    uint64_t keep;
    kept_source *sources;
    size_t count, room;
    char problem[256];
} replay_log;

/* false: `problem` says why. */
bool replay_log_init(replay_log *self, uint64_t keep);
void replay_log_finish(replay_log *self);

/* Keeps an event that carries a source and a sequence; others are left out. false: the file cannot be written. */
bool replay_log_add(replay_log *self, const char *topic, size_t topic_length, const char *body,
                    size_t body_length);
/* The log of a source in this epoch, else in the newest one it has. NULL: none. */
kept_source *replay_log_find(replay_log *self, const char *source, size_t source_length,
                             const char *epoch, size_t epoch_length);
/* The first event from that sequence on, as an index of `events`; `until` when there is none. */
size_t replay_log_from(const kept_source *s, uint64_t sequence);
/* Topic and body, one behind the other, for free(). NULL: the file cannot be read. */
char *replay_log_read(const replay_log *self, const kept_event *event);

#endif
