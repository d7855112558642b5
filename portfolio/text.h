/* text.h - a borrowed run of bytes, usually UTF-8, not NUL-terminated.
 *
 * Owner   whoever made the bytes (an event's arena, a stored record, a config); a text never owns.
 * Absent  {NULL, 0}; absent and empty mean the same for every optional field. */
#ifndef PORTFOLIO_TEXT_H
#define PORTFOLIO_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct text {
    const char *bytes;
    uint32_t length;
} text;

/* A text over a NUL-terminated string, which must outlive it. */
static inline text text_of(const char *string) {
    return (text){string, (uint32_t)strlen(string)};
}

static inline bool text_equal(text a, text b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

/* By bytes, a shorter prefix first: negative, 0 or positive. */
static inline int text_compare(text a, text b) {
    uint32_t shared = a.length < b.length ? a.length : b.length;
    int order = shared == 0 ? 0 : memcmp(a.bytes, b.bytes, shared);
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

#endif
