/* terminal.h - what the person looks at: its size, its character set, whether it takes colour. */
#ifndef TOOLS_COMMON_TERMINAL_H
#define TOOLS_COMMON_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Takes the character set from LC_ALL, LC_CTYPE or LANG; where that locale is not installed but
 * asks for UTF-8, C.UTF-8 stands in. Numbers keep the C locale. Call once, first in main. */
void terminal_use_locale(void);

/* true: the locale's character set is UTF-8. */
bool terminal_in_utf8(void);

bool terminal_is(FILE *out);

/* Columns and rows of the terminal behind `out`; 80 and 24 where they cannot be known. */
size_t terminal_columns(FILE *out);
size_t terminal_rows(FILE *out);

/* Colour is for a terminal that is not "dumb", and when NO_COLOR is unset or empty. */
bool terminal_in_color(FILE *out);

/* Milliseconds on a clock that only goes forward. */
int64_t monotonic_ms(void);

#endif
