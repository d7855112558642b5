/* listing.h - rows of an answer as a table or as CSV, from rows that describe the columns.
 *
 * To add a column: one figure_column row in the command's file. */
#ifndef TOOLS_CLIENTELE_LISTING_H
#define TOOLS_CLIENTELE_LISTING_H

#include "tools/clientele/figure.h"
#include "tools/clientele/session.h"

typedef enum column_use {
    COLUMN_BOTH,
    COLUMN_TABLE,
    COLUMN_CSV /* and in the table when the list is sorted by it */
} column_use;

typedef struct figure_column {
    const char *heading; /* in tables; CSV has the path */
    const char *path;
    figure_format format;
    column_use use;
    bool flexible; /* may be cut to fit the terminal */
} figure_column;

typedef struct listing listing;

/* `sorted_by` is the path of a CSV column to be shown all the same, or NULL. `largest` is the value
 * of a full bar (FIGURE_BAR columns). `columns` is borrowed. */
listing *listing_create(session *s, const figure_column *columns, size_t column_count,
                        const char *sorted_by, double largest);

/* Says how many columns had no room, and releases all. Accepts NULL. */
void listing_end(listing *self);

void listing_add(listing *self, const json_t *row);

/* Prints what was added. The heading is printed by the first flush, rows or not. */
void listing_flush(listing *self);

/* The whole of an array: add each, flush, end. */
void listing_print(session *s, const figure_column *columns, size_t column_count,
                   const json_t *rows, double largest);

/* The largest value at `path` over an array of rows, for bars; 0 for none. */
double listing_largest(const json_t *rows, const char *path);

/* A query whose answer comes in pages. */
typedef struct paged_query {
    const char *method;
    const char *array;  /* the result's member that holds the rows */
    const char *nobody; /* what to say of an empty list */
    const figure_column *columns;
    size_t column_count;
    const char *sorted_by;
} paged_query;

/* Rows for the options every paged command has. */
#define PAGE_OPTIONS                                             \
    {"limit", OPTION_NUMBER, "N", NULL, "how many rows (50)"}, { \
        "all", OPTION_FLAG, NULL, NULL, "all rows, however many" \
    }

/* Asks page after page as --limit and --all want, and prints table, CSV or, put together, JSON.
 * params is taken over. */
int paged_show(session *s, const paged_query *query, json_t *params);

#endif
