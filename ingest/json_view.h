/* json_view.h - the events of a JSON message, one at a time, with every value's own bytes at hand.
 *
 * A message is one value or an array of values. json_view_next reads one of them completely, checks
 * that it is JSON and lists its parts in `values`: the value itself first, a container before what
 * it holds, a key before its value. Numbers stay as they are written.
 *
 * Memory  12 bytes a value or key, reused; the bytes are borrowed and end in a NUL that `length`
 *         does not count.
 * Depth   not bounded by the stack: an open container is kept in the list itself. */
#ifndef INGEST_JSON_VIEW_H
#define INGEST_JSON_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ingest/json_index.h"
#include "portfolio/reason.h"

typedef struct json_value {
    uint32_t start;       /* offset of its first byte: one of {["tfn-0123456789 */
    uint32_t length : 31; /* of the token, or of the whole container */
    uint32_t escaped : 1; /* a string or key with escapes */
    uint32_t next;        /* index behind it and all it holds */
} json_value;

typedef enum json_step {
    JSON_VALUE, /* values[0] is the message's next event */
    JSON_END,
    JSON_BROKEN, /* the message is not JSON; `fault` says why */
    JSON_NO_MEMORY,
} json_step;

/* What is wrong with the message, and where. */
typedef struct json_fault {
    reason reason;
    const char *sentence;
    size_t offset;
} json_fault;

typedef struct json_view {
    const char *bytes;
    size_t length;
    json_value *values;
    uint32_t value_count, value_room;
    uint32_t depth; /* of values[0]: 0 when it holds nothing */
    bool is_array;  /* the message is an array of events */
    json_fault fault;

    /* private */
    json_index *index;
    const uint32_t *offsets;
    uint32_t offset_count, at;
    bool escapes; /* there is a backslash somewhere */
    bool ended;
} json_view;

/* false: no memory. */
bool json_view_init(json_view *self);
void json_view_finish(json_view *self);

/* Begins a message. JSON_VALUE: go on with json_view_next. */
json_step json_view_open(json_view *self, const char *bytes, size_t length);
json_step json_view_next(json_view *self);

static inline char json_first_byte(const json_view *self, const json_value *value) {
    return self->bytes[value->start];
}

#endif
