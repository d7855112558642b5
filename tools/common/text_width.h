/* text_width.h - bytes from outside made safe to print, and how many columns they take.
 *
 * A name may hold anything: escape sequences, line ends, right-to-left overrides, broken UTF-8.
 * A printable string is UTF-8 without any of these; only such strings go to a person.
 *
 * Owner   strings returned are the caller's, to free().
 * Errors  none; without memory the program ends (must.h). */
#ifndef TOOLS_COMMON_TEXT_WIDTH_H
#define TOOLS_COMMON_TEXT_WIDTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads the first character of length (at least 1) bytes. Returns the bytes it takes, at least 1;
 * a byte that starts no valid UTF-8 character is U+FFFD and takes 1. */
size_t text_decode(const char *bytes, size_t length, uint32_t *ret_character);

/* true: a control, format or line-breaking character that must not reach a terminal raw. */
bool text_is_unsafe(uint32_t character);

/* A copy where each unsafe or broken character is U+FFFD; with in_utf8 false, '?' stands for these
 * and for all that is not ASCII. */
char *text_printable(const char *bytes, size_t length, bool in_utf8);

/* Columns on the screen: 2 for wide characters, 0 for combining ones. `printable` only. */
size_t text_columns(const char *printable);

/* A copy of at most `columns` columns, its end replaced by an ellipsis ("…", or "~" with in_utf8
 * false) when something had to go. */
char *text_fit(const char *printable, size_t columns, bool in_utf8);

#endif
