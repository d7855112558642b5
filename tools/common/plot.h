/* plot.h - bars and sparklines in a line of text: Unicode blocks, or ASCII elsewhere.
 *
 * Values are for the eye only (binary floating point); figures are printed from their decimals.
 * Owner   strings returned are the caller's, to free(). */
#ifndef TOOLS_COMMON_PLOT_H
#define TOOLS_COMMON_PLOT_H

#include <stdbool.h>
#include <stddef.h>

/* A bar of value / largest of `columns` columns, in eighths of a column with in_utf8. What is above
 * 0 shows at least a sliver; 0, not a number, or largest <= 0 is empty. A negative value is drawn
 * by its size in another pattern ('▒', '-'). */
char *plot_bar(double value, double largest, size_t columns, bool in_utf8);

/* One character a value, from the smaller of 0 and the minimum up to the maximum. */
char *plot_sparkline(const double *values, size_t count, bool in_utf8);

/* Row `row` (0: the top) of a filled area of `rows` rows: one character a value, each drawn up to
 * value / largest of the height; `empty`, one character of at most 3 bytes (NULL: a blank), fills
 * what is above. */
char *plot_area_row(const double *values, size_t count, double largest, size_t row, size_t rows,
                    const char *empty, bool in_utf8);

#endif
