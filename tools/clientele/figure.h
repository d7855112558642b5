/* figure.h - one value of an answer, as a person or a spreadsheet reads it.
 *
 * Any JSON value may be given for any format: what does not suit is shown as it is, cleaned.
 * null and absent are a dash for people, nothing in CSV.
 * Owner   strings returned are printable (text_width.h) and the caller's, to free(). */
#ifndef TOOLS_CLIENTELE_FIGURE_H
#define TOOLS_CLIENTELE_FIGURE_H

#include "tools/common/table_print.h"

#include <jansson.h>
#include <stdbool.h>

typedef enum figure_format {
    FIGURE_TEXT,     /* Acme */
    FIGURE_CATEGORY, /* text, of which the empty one is a name too */
    FIGURE_WORDS,    /* a list, or an object's pairs: vip, export */
    FIGURE_NUMBER,   /* amounts, quantities, counts: 4,433.03 */
    FIGURE_SHARE,    /* 0.088 -> 8.8 % */
    FIGURE_CHANGE,   /* 0.088 -> +8.8 %, coloured by its sign */
    FIGURE_DAYS,     /* 234.333333 -> 234.3 */
    FIGURE_BYTES,    /* 5242880 -> 5.0 MiB */
    FIGURE_SPAN,     /* seconds: 93784 -> 1 d 2 h 3 min */
    FIGURE_FLAG,     /* true -> yes */
    FIGURE_BAR       /* a bar of the value; see listing.h */
} figure_format;

/* The value at a dotted path, "revenue.trailing_12m". NULL: absent. */
const json_t *figure_at(const json_t *object, const char *path);

char *figure_text(const json_t *value, figure_format format, bool in_utf8);

/* The value as it came, a list's words separated by blanks; "" for null. */
char *figure_plain(const json_t *value);

table_align figure_align(figure_format format);
tone figure_tone(const json_t *value, figure_format format);

/* For plots only; not a number where there is none. */
double figure_number(const json_t *value);

#endif
