/* json_write.h - JSON text, written straight into memory.
 *
 * An answer has about a hundred values a client and up to a thousand clients; as a tree of allocated values it
 * costs ten times as much. Requests, which are small and hostile, are read with jansson.
 * Order   json_key before each value of an object; commas are put by themselves.
 * Errors  sticky: when memory runs out or the limit is reached, later calls do nothing. */
#ifndef DAEMON_JSON_WRITE_H
#define DAEMON_JSON_WRITE_H

#include <stddef.h>

#include "portfolio/text.h"

typedef enum json_trouble {
    JSON_FINE,
    JSON_TOO_LONG, /* more than `limit` bytes */
    JSON_NO_MEMORY,
} json_trouble;

typedef struct json_writer {
    char *bytes;
    size_t length, room;
    size_t limit;
    bool comma; /* a value stands before the next one */
    json_trouble trouble;
} json_writer;

void json_writer_init(json_writer *self, size_t limit);
void json_writer_finish(json_writer *self);
/* Ends the writer and gives its text, NUL-terminated, for free(). NULL: something went wrong. */
char *json_writer_take(json_writer *self, size_t *ret_length);

/* A place to come back to; going back also forgives what went wrong after it. */
typedef struct json_place {
    size_t length;
    bool comma;
} json_place;
json_place json_here(const json_writer *self);
void json_go_back(json_writer *self, json_place to);

void json_open_object(json_writer *self);
void json_close_object(json_writer *self);
void json_open_array(json_writer *self);
void json_close_array(json_writer *self);

/* Of plain ASCII letters, nothing that needs an escape. */
void json_key(json_writer *self, const char *name);
/* A key of any bytes. */
void json_key_text(json_writer *self, text name);

/* Any bytes: those that are not UTF-8, and NUL (which many readers in C refuse), become U+FFFD. */
void json_text(json_writer *self, text value);
/* null when empty. */
void json_text_or_null(json_writer *self, text value);
/* A NUL-terminated text. */
void json_word(json_writer *self, const char *value);
void json_whole(json_writer *self, int64_t value);
void json_count(json_writer *self, uint64_t value);
void json_flag(json_writer *self, bool value);
void json_nothing(json_writer *self); /* null */
/* A value that is JSON text already. */
void json_literal(json_writer *self, const char *bytes, size_t length);

#endif
