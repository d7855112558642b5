#include "tools/clientele/listing.h"

#include "tools/clientele/csv.h"
#include "tools/common/must.h"
#include "tools/common/plot.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BAR_COLUMNS = 20 };

struct listing {
    session *session;
    figure_column *chosen;
    size_t chosen_count;
    table_column *heads;
    table *table; /* NULL: CSV */
    double largest;
};

static bool is_chosen(const session *s, const figure_column *column, const char *sorted_by) {
    if (s->csv) {
        return column->use != COLUMN_TABLE;
    }
    return column->use != COLUMN_CSV || (sorted_by != NULL && strcmp(column->path, sorted_by) == 0);
}

listing *listing_create(session *s, const figure_column *columns, size_t column_count,
                        const char *sorted_by, double largest) {
    listing *self = must_allocate(1, sizeof *self);
    self->session = s;
    self->largest = largest;
    self->chosen = must_allocate(column_count, sizeof *self->chosen);
    self->heads = must_allocate(column_count, sizeof *self->heads);
    for (size_t i = 0; i < column_count; i++) {
        if (is_chosen(s, &columns[i], sorted_by)) {
            self->heads[self->chosen_count] = (table_column){
                columns[i].heading, figure_align(columns[i].format), columns[i].flexible};
            self->chosen[self->chosen_count++] = columns[i];
        }
    }
    if (!s->csv) {
        self->table = table_create(self->heads, self->chosen_count, session_look(s));
        return self;
    }
    for (size_t i = 0; i < self->chosen_count; i++) {
        csv_field(s->out, i, self->chosen[i].path);
    }
    csv_end_row(s->out);
    return self;
}

void listing_end(listing *self) {
    if (self == NULL) {
        return;
    }
    size_t left_out = self->table == NULL ? 0 : table_columns_left_out(self->table);
    if (left_out > 0) {
        char *note = must_print("%zu %s no room: widen the terminal", left_out,
                                left_out == 1 ? "column has" : "columns have");
        session_line(self->session, TONE_FAINT, note);
        free(note);
    }
    table_destroy(self->table);
    free(self->heads);
    free(self->chosen);
    free(self);
}

static void add_cell(listing *self, const figure_column *column, const json_t *value) {
    bool in_utf8 = self->session->in_utf8;
    char *text = column->format == FIGURE_BAR
                     ? plot_bar(figure_number(value), self->largest, BAR_COLUMNS, in_utf8)
                     : figure_text(value, column->format, in_utf8);
    table_string(self->table, text, figure_tone(value, column->format));
    free(text);
}

void listing_add(listing *self, const json_t *row) {
    for (size_t i = 0; i < self->chosen_count; i++) {
        const json_t *value = figure_at(row, self->chosen[i].path);
        if (self->table != NULL) {
            add_cell(self, &self->chosen[i], value);
        } else {
            char *text = figure_plain(value);
            csv_field(self->session->out, i, text);
            free(text);
        }
    }
    if (self->table != NULL) {
        table_end_row(self->table);
    } else {
        csv_end_row(self->session->out);
    }
}

void listing_flush(listing *self) {
    if (self->table == NULL) {
        return;
    }
    table_flush(self->table, self->session->out);
}

void listing_print(session *s, const figure_column *columns, size_t column_count,
                   const json_t *rows, double largest) {
    listing *list = listing_create(s, columns, column_count, NULL, largest);
    size_t index = 0;
    const json_t *row = NULL;
    json_array_foreach(rows, index, row) {
        listing_add(list, row);
    }
    listing_flush(list);
    listing_end(list);
}

double listing_largest(const json_t *rows, const char *path) {
    double largest = 0;
    size_t index = 0;
    const json_t *row = NULL;
    json_array_foreach(rows, index, row) {
        double size = fabs(figure_number(figure_at(row, path)));
        if (isfinite(size) && size > largest) {
            largest = size;
        }
    }
    return largest;
}
