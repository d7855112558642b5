/* json_token.h - the smallest parts of JSON: strings with escapes, numbers, literals. */
#ifndef INGEST_JSON_TOKEN_H
#define INGEST_JSON_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool json_is_space(char c) {
    return (unsigned char)c <= ' ' && (c == ' ' || c == '\n' || c == '\t' || c == '\r');
}

/* Whether the token is a JSON number, true, false or null. */
bool json_scalar_valid(const char *token, size_t length);

/* Whether every backslash begins an escape of JSON; `bytes` are those between the quotes. */
bool json_escapes_valid(const char *bytes, size_t length);

/* Writes the string without its escapes; `out` has room for `length` bytes and the escapes are
 * valid. Returns the number of bytes written, SIZE_MAX when half of a surrogate pair is missing. */
size_t json_unescape(const char *bytes, size_t length, char *out);

/* For explanations, where: the first byte that is not UTF-8, the first bare control character
 * inside a string. `length` when there is none. */
size_t json_first_not_utf8(const char *bytes, size_t length);
size_t json_first_control(const char *bytes, size_t length);

/* Bytes of the UTF-8 character at the start; 0: not UTF-8. */
size_t utf8_character_length(const char *bytes, size_t length);

#endif
