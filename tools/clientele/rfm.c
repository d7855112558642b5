/* clientele rfm: recency by frequency as a grid, and the named segments. */
#include "tools/clientele/listing.h"
#include "tools/clientele/metric_words.h"
#include "tools/common/must.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SCORES = 5, LETTERS = 26 };

static const figure_column columns[] = {
    {"", "letter", FIGURE_TEXT, COLUMN_TABLE, false},
    {"segment", "name", FIGURE_TEXT, COLUMN_BOTH, false},
    {"clients", "clients", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"of all", "share_of_clients", FIGURE_SHARE, COLUMN_BOTH, false},
    {"sum", "sum", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"share", "share", FIGURE_SHARE, COLUMN_BOTH, false},
    {"", "share_of_clients", FIGURE_BAR, COLUMN_TABLE, false},
};

/* One place of the grid: its clients over all amounts, and the segment that most of them are in. */
typedef struct place {
    json_int_t clients;
    json_int_t most;
    size_t segment;
} place;

static size_t segment_of(const json_t *rows, const json_t *name) {
    size_t index = 0;
    const json_t *row = NULL;
    json_array_foreach(rows, index, row) {
        if (json_equal(json_object_get(row, "name"), name)) {
            break;
        }
    }
    return index;
}

/* The clients of one segment in a place may be spread over several amounts: they are summed. */
static json_int_t clients_of(const json_t *cells, json_int_t r, json_int_t f, const json_t *name) {
    json_int_t clients = 0;
    size_t index = 0;
    const json_t *cell = NULL;
    json_array_foreach(cells, index, cell) {
        if (json_integer_value(json_object_get(cell, "r")) == r &&
            json_integer_value(json_object_get(cell, "f")) == f &&
            (name == NULL || json_equal(json_object_get(cell, "name"), name))) {
            clients += json_integer_value(json_object_get(cell, "clients"));
        }
    }
    return clients;
}

static place read_place(const json_t *result, json_int_t r, json_int_t f) {
    const json_t *cells = json_object_get(result, "cells");
    const json_t *rows = json_object_get(result, "rows");
    place p = {.clients = clients_of(cells, r, f, NULL), .segment = SIZE_MAX};
    size_t index = 0;
    const json_t *cell = NULL;
    json_array_foreach(cells, index, cell) {
        const json_t *name = json_object_get(cell, "name");
        json_int_t clients = clients_of(cells, r, f, name);
        if (clients > p.most) {
            p.most = clients;
            p.segment = segment_of(rows, name);
        }
    }
    return p;
}

static char letter_of(size_t segment) {
    return segment < LETTERS ? (char)('a' + (int)segment) : '?';
}

static void print_grid(session *s, const json_t *result) {
    static const table_column heads[1 + SCORES] = {
        {"", TABLE_LEFT, false},     {"F 1", TABLE_RIGHT, false}, {"F 2", TABLE_RIGHT, false},
        {"F 3", TABLE_RIGHT, false}, {"F 4", TABLE_RIGHT, false}, {"F 5", TABLE_RIGHT, false},
    };
    table *t = table_create(heads, 1 + SCORES, session_look(s));
    for (json_int_t r = SCORES; r >= 1; r--) {
        char *label = must_print("R %lld", (long long)r);
        table_string(t, label, TONE_STRONG);
        free(label);
        for (json_int_t f = 1; f <= SCORES; f++) {
            place p = read_place(result, r, f);
            char *text = p.clients == 0
                             ? must_copy(".", 1)
                             : must_print("%lld %c", (long long)p.clients, letter_of(p.segment));
            table_string(t, text, p.clients == 0 ? TONE_FAINT : TONE_PLAIN);
            free(text);
        }
        table_end_row(t);
    }
    table_flush(t, s->out);
    table_destroy(t);
}

static void print_segments(session *s, const json_t *rows) {
    listing *list = listing_create(s, columns, sizeof columns / sizeof columns[0], NULL,
                                   listing_largest(rows, "share_of_clients"));
    size_t index = 0;
    const json_t *row = NULL;
    json_array_foreach(rows, index, row) {
        char letter[2] = {letter_of(index), '\0'};
        json_t *with_letter = json_copy((json_t *)row);
        (void)json_object_set_new(with_letter, "letter", json_string(letter));
        listing_add(list, with_letter);
        json_decref(with_letter);
    }
    listing_flush(list);
    listing_end(list);
}

/* The least figure that earns each score; the lowest score has none. */
static void print_cuts(session *s, const json_t *result) {
    static const struct {
        const char *label, *path;
        figure_format format;
    } cuts[] = {
        {"R  last purchase", "cuts.r", FIGURE_TEXT},
        {"F  purchase days, 12 m", "cuts.f", FIGURE_NUMBER},
        {"M  revenue, 12 m", "cuts.m", FIGURE_NUMBER},
    };
    static const table_column heads[SCORES] = {
        {"score, from", TABLE_LEFT, false}, {"2", TABLE_RIGHT, false}, {"3", TABLE_RIGHT, false},
        {"4", TABLE_RIGHT, false},          {"5", TABLE_RIGHT, false},
    };
    table *t = table_create(heads, SCORES, session_look(s));
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        const json_t *values = figure_at(result, cuts[i].path);
        table_string(t, cuts[i].label, TONE_PLAIN);
        for (size_t score = 0; score + 1 < SCORES; score++) {
            char *text = figure_text(json_array_get(values, score), cuts[i].format, s->in_utf8);
            table_string(t, text, TONE_PLAIN);
            free(text);
        }
        table_end_row(t);
    }
    table_flush(t, s->out);
    table_destroy(t);
}

static void print(session *s, const json_t *result) {
    const json_t *rows = json_object_get(result, "rows");
    if (s->csv) {
        print_segments(s, rows);
        return;
    }
    char *scored = figure_text(json_object_get(result, "scored"), FIGURE_NUMBER, s->in_utf8);
    char *known = figure_text(json_object_get(result, "clients"), FIGURE_NUMBER, s->in_utf8);
    char *line = must_print("%s of %s known clients have bought and are scored", scored, known);
    metric_title_print(s, "RFM, sums", result);
    session_line(s, TONE_PLAIN, line);
    session_line(s, TONE_PLAIN, "");
    print_grid(s, result);
    session_line(s, TONE_FAINT, "each letter is the segment of most clients there");
    session_line(s, TONE_PLAIN, "");
    print_segments(s, rows);
    session_line(s, TONE_PLAIN, "");
    print_cuts(s, result);
    free(line);
    free(known);
    free(scored);
}

static int run(session *s) {
    json_t *params = arguments_parameters(&s->arguments);
    (void)json_object_set_new(params, "by", json_string("rfm"));
    return session_show(s, "portfolio.segments", params, print);
}

static const option_row options[] = {METRIC_OPTION, REP_OPTION, {0}};

const command command_rfm = {
    .name = "rfm",
    .operands = "",
    .has_list = true,
    .help = "Recency by frequency as a 5 x 5 grid, with the named segments and the cut points",
    .options = options,
    .run = run,
};
