/* utf8.h - whether bytes are UTF-8, and where not. */
#ifndef CONF_UTF8_H
#define CONF_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* How many leading bytes are whole, valid characters (RFC 3629: no surrogates, no overlong forms). */
size_t utf8_whole(const char *bytes, size_t length);

/* Whether the byte goes on with a character that began before it. */
static inline bool utf8_is_continuation(char byte) {
    return ((unsigned char)byte & 0xc0) == 0x80;
}

#endif
