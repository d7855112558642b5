/* json_index.h - where the tokens of a JSON text begin, found by simdjson.
 *
 * The only door to the C++ library; no exception passes it. simdjson's first stage checks that the
 * text is UTF-8, that strings are closed and hold no bare control characters, and finds the tokens
 * many bytes at a time. Its second stage is not used: it turns numbers into binary floating point
 * and gives up a whole message for one number that is out of range; json_view.h reads the tokens
 * instead, and their bytes.
 * Owner   one thread. */
#ifndef INGEST_JSON_INDEX_H
#define INGEST_JSON_INDEX_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct json_index json_index;

typedef enum json_index_status {
    JSON_INDEX_OK,
    JSON_INDEX_NO_MEMORY,
    JSON_INDEX_EMPTY, /* nothing but white space */
    JSON_INDEX_NOT_UTF8,
    JSON_INDEX_OPEN_STRING,
    JSON_INDEX_CONTROL_CHARACTER, /* bare, inside a string */
    JSON_INDEX_UNREADABLE,        /* anything else */
} json_index_status;

/* NULL: no memory. */
json_index *json_index_create(void);
void json_index_destroy(json_index *self); /* accepts NULL */

/* Finds the tokens: the offset of each brace, bracket, colon and comma, of each string's opening
 * quote and of each other value's first byte. (*ret_offsets)[*ret_count] is `length`. The offsets
 * live until the next call. */
json_index_status json_index_read(json_index *self, const char *bytes, size_t length,
                                  const uint32_t **ret_offsets, uint32_t *ret_count);

#ifdef __cplusplus
}
#endif

#endif
