/* log.h - the daemon's log: one line a decision, `time level event key=value ...`.
 *
 * Values that are not plain words are quoted; quotes, backslashes, control characters and bytes beyond ASCII are
 * escaped, so that no value can look like another line or field.
 * Bounds   at most 10 lines a second of one event; the next line says how many were left out. A line is cut at
 *          4,096 bytes.
 * Threads  any. */
#ifndef DAEMON_LOG_H
#define DAEMON_LOG_H

#include "portfolio/text.h"

typedef enum log_level { LEVEL_ERROR, LEVEL_WARNING, LEVEL_INFO, LEVEL_DEBUG } log_level;

/* false: no such level ("error", "warning", "info", "debug"). */
bool log_level_find(const char *name, log_level *ret_level);

/* Where lines go, and down to which level. Before that: standard error, LEVEL_INFO. */
void log_start(int descriptor, log_level level);
/* Tells what was left out. */
void log_finish(void);

typedef struct log_field {
    const char *key; /* NULL: the end */
    text value;      /* when not a number */
    int64_t number;
    bool is_number;
} log_field;

static inline log_field log_text(const char *key, text value) {
    return (log_field){.key = key, .value = value};
}
static inline log_field log_string(const char *key, const char *value) {
    return log_text(key, text_of(value));
}
static inline log_field log_number(const char *key, int64_t number) {
    return (log_field){.key = key, .number = number, .is_number = true};
}

/* `event` is a string literal. */
void log_fields(log_level level, const char *event, const log_field *fields);

/* log_write(LEVEL_INFO, "started", log_number("clients", n), log_string("store", path)); at least one field. */
#define log_write(level, event, ...) \
    log_fields((level), (event), (const log_field[]){__VA_ARGS__, {.key = NULL}})

#endif
