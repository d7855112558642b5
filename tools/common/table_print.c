#include "tools/common/table_print.h"

#include "tools/common/must.h"
#include "tools/common/text_width.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { GAP = 2, FLEXIBLE_LEAST = 8 };

typedef struct cell {
    char *printable; /* NULL: empty */
    size_t columns;
    tone look;
} cell;

struct table {
    const table_column *columns;
    size_t column_count;
    table_look look;
    size_t *widths; /* the widest cell so far, per column */
    size_t *shown;  /* the same after fitting to the terminal */
    size_t shown_count;
    cell *cells; /* row by row */
    size_t row_count;
    size_t row_room;
    size_t next_column;
    bool heading_done;
};

static const char *tone_start(tone look) {
    switch (look) {
    case TONE_STRONG: return "\033[1m";
    case TONE_FAINT: return "\033[2m";
    case TONE_GOOD: return "\033[32m";
    case TONE_WARN: return "\033[33m";
    case TONE_BAD: return "\033[31m";
    case TONE_BAR: return "\033[36m";
    case TONE_PLAIN: break;
    }
    return "";
}

void tone_print(FILE *out, bool in_color, tone look, const char *printable) {
    bool dressed = in_color && look != TONE_PLAIN && printable[0] != '\0';
    (void)fprintf(out, "%s%s%s", dressed ? tone_start(look) : "", printable,
                  dressed ? "\033[0m" : "");
}

table *table_create(const table_column *columns, size_t column_count, table_look look) {
    table *self = must_allocate(1, sizeof *self);
    self->columns = columns;
    self->column_count = column_count;
    self->shown_count = column_count;
    self->look = look;
    self->widths = must_allocate(column_count, sizeof *self->widths);
    self->shown = must_allocate(column_count, sizeof *self->shown);
    for (size_t i = 0; i < column_count && !look.no_heading; i++) {
        self->widths[i] = text_columns(columns[i].heading);
    }
    return self;
}

static void forget_rows(table *self) {
    for (size_t i = 0; i < self->row_count * self->column_count; i++) {
        free(self->cells[i].printable);
    }
    self->row_count = 0;
}

void table_destroy(table *self) {
    if (self == NULL) {
        return;
    }
    if (self->next_column > 0) {
        table_end_row(self);
    }
    forget_rows(self);
    free(self->cells);
    free(self->widths);
    free(self->shown);
    free(self);
}

static void open_row(table *self) {
    if (self->row_count == self->row_room) {
        self->row_room = self->row_room == 0 ? 16 : self->row_room * 2;
        self->cells =
            must_resize(self->cells, self->row_room, self->column_count * sizeof *self->cells);
    }
    memset(&self->cells[self->row_count * self->column_count], 0,
           self->column_count * sizeof *self->cells);
}

void table_cell(table *self, const char *bytes, size_t length, tone look) {
    assert(self->next_column < self->column_count);
    if (self->next_column == 0) {
        open_row(self);
    }
    cell *c = &self->cells[self->row_count * self->column_count + self->next_column];
    if (bytes != NULL) {
        c->printable = text_printable(bytes, length, self->look.in_utf8);
        c->columns = text_columns(c->printable);
    }
    c->look = look;
    if (c->columns > self->widths[self->next_column]) {
        self->widths[self->next_column] = c->columns;
    }
    self->next_column++;
}

void table_string(table *self, const char *string, tone look) {
    table_cell(self, string, string == NULL ? 0 : strlen(string), look);
}

void table_end_row(table *self) {
    if (self->next_column == 0) {
        open_row(self);
    }
    self->next_column = 0;
    self->row_count++;
}

static size_t line_width(const table *self) {
    size_t width = self->look.indent;
    for (size_t i = 0; i < self->shown_count; i++) {
        width += self->shown[i] + (i == 0 ? 0 : GAP);
    }
    return width;
}

/* Narrows the widest flexible column; false: all are as narrow as they may be. */
static bool narrow_one(table *self, size_t excess) {
    size_t widest = self->shown_count;
    for (size_t i = 0; i < self->shown_count; i++) {
        if (self->columns[i].flexible && self->shown[i] > FLEXIBLE_LEAST &&
            (widest == self->shown_count || self->shown[i] > self->shown[widest])) {
            widest = i;
        }
    }
    if (widest == self->shown_count) {
        return false;
    }
    /* Half of the excess at most, so that several wide columns share the loss. */
    size_t loss = excess / 2 + 1;
    size_t room = self->shown[widest] - FLEXIBLE_LEAST;
    self->shown[widest] -= loss < room ? loss : room;
    return true;
}

static void fit(table *self) {
    memcpy(self->shown, self->widths, self->column_count * sizeof *self->shown);
    self->shown_count = self->column_count;
    if (self->look.width == 0) {
        return;
    }
    for (size_t width = line_width(self); width > self->look.width; width = line_width(self)) {
        if (narrow_one(self, width - self->look.width)) {
            continue;
        }
        if (self->shown_count == 1) {
            break;
        }
        self->shown_count--;
        memcpy(self->shown, self->widths, self->column_count * sizeof *self->shown);
    }
}

/* `last` cells of a line are not padded. */
static void print_cell(const table *self, FILE *out, size_t column, bool last,
                       const char *printable, tone look) {
    size_t width = self->shown[column];
    char *fitted = text_fit(printable, width, self->look.in_utf8);
    size_t padding = width - text_columns(fitted);
    bool right = self->columns[column].align == TABLE_RIGHT;
    (void)fprintf(out, "%*s", (int)(column == 0 ? self->look.indent : GAP), "");
    (void)fprintf(out, "%*s", right ? (int)padding : 0, "");
    tone_print(out, self->look.in_color, look, fitted);
    if (!right && !last) {
        (void)fprintf(out, "%*s", (int)padding, "");
    }
    free(fitted);
}

void table_flush(table *self, FILE *out) {
    fit(self);
    if (!self->heading_done && !self->look.no_heading) {
        for (size_t i = 0; i < self->shown_count; i++) {
            print_cell(self, out, i, i + 1 == self->shown_count, self->columns[i].heading,
                       TONE_STRONG);
        }
        (void)fputc('\n', out);
    }
    self->heading_done = true;
    for (size_t row = 0; row < self->row_count; row++) {
        const cell *cells = &self->cells[row * self->column_count];
        size_t used = self->shown_count;
        while (used > 0 && cells[used - 1].printable == NULL) {
            used--; /* no blanks at the end of a line */
        }
        for (size_t i = 0; i < used; i++) {
            const char *printable = cells[i].printable == NULL ? "" : cells[i].printable;
            print_cell(self, out, i, i + 1 == used, printable, cells[i].look);
        }
        (void)fputc('\n', out);
    }
    forget_rows(self);
}

size_t table_columns_left_out(const table *self) {
    return self->column_count - self->shown_count;
}
