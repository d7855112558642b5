/* table_print.h - aligned tables for people.
 *
 *   client  name        trailing 12m
 *   C-118   Acme            4,433.03
 *   C-2     Dupont & …         29.50
 *
 * Cells are cleaned here (text_width.h): any bytes may be given. Widths are display columns.
 *
 * Limits  with a width limit, flexible columns give way first (their text is cut with an ellipsis),
 *         then the rightmost columns are left out whole: a number is never cut. Without a limit,
 *         nothing is cut.
 * Paging  table_flush prints what was added and forgets it; widths only grow, the heading is
 *         printed once. A list of any length takes the memory of one page.
 * Owner   the table copies cells; the columns array is borrowed and must outlive it.
 * Errors  none returned; failed writes show in ferror(out). */
#ifndef TOOLS_COMMON_TABLE_PRINT_H
#define TOOLS_COMMON_TABLE_PRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef enum table_align { TABLE_LEFT, TABLE_RIGHT } table_align;

typedef enum tone {
    TONE_PLAIN,
    TONE_STRONG,
    TONE_FAINT,
    TONE_GOOD,
    TONE_WARN,
    TONE_BAD,
    TONE_BAR
} tone;

typedef struct table_column {
    const char *heading;
    table_align align;
    bool flexible; /* may be cut to fit the terminal */
} table_column;

typedef struct table_look {
    size_t width; /* columns of the terminal; 0: no limit */
    bool in_utf8;
    bool in_color;
    bool no_heading;
    size_t indent;
} table_look;

typedef struct table table;

table *table_create(const table_column *columns, size_t column_count, table_look look);
void table_destroy(table *self); /* accepts NULL; what was not flushed is lost */

/* Sets the next cell of the row being filled, left to right; NULL is an empty cell. Cells beyond
 * the last column are a bug and asserted. */
void table_cell(table *self, const char *bytes, size_t length, tone look);
void table_string(table *self, const char *string, tone look);

/* Ends the row; cells not set are empty. */
void table_end_row(table *self);

void table_flush(table *self, FILE *out);

/* Columns that the last flush had to leave out. */
size_t table_columns_left_out(const table *self);

/* Writes a printable string in a tone. */
void tone_print(FILE *out, bool in_color, tone look, const char *printable);

#endif
