/* periods.h - months of a history, those without activity put back in. */
#ifndef TOOLS_CLIENTELE_PERIODS_H
#define TOOLS_CLIENTELE_PERIODS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

typedef int month; /* months since January of year 0 */

enum { MONTH_TEXT_SIZE = 8 };

/* Reads the month of "2026-03" or "2026-03-10". false: `text` (may be NULL) is neither. */
bool month_read(const char *text, month *ret_month);

/* Writes "2026-03" and NUL; a month outside the years 0 to 9999 is brought back to them. */
void month_text(month m, char out[static MONTH_TEXT_SIZE]);

/* Revenue of `count` months from `first` on, one character a month, of rows {period, revenue, ...}.
 * The caller frees. */
char *month_sparkline(const json_t *history, month first, size_t count, bool in_utf8);

#endif
