#include "tools/clientele/dossier.h"

#include "tools/clientele/listing.h"
#include "tools/clientele/periods.h"
#include "tools/common/must.h"

#include <stdlib.h>
#include <string.h>

enum { PAIRS_MAX = 3, WIDE_TERMINAL = 110 };

/* section, then label and value side by side, two or three times */
static const table_column dossier_columns[1 + 2 * PAIRS_MAX] = {
    {"", TABLE_LEFT, false},  {"", TABLE_LEFT, false},  {"", TABLE_RIGHT, false},
    {"", TABLE_LEFT, false},  {"", TABLE_RIGHT, false}, {"", TABLE_LEFT, false},
    {"", TABLE_RIGHT, false},
};

void dossier_print(session *s, const dossier_figure *figures, size_t count, const json_t *object) {
    size_t pairs = s->width >= WIDE_TERMINAL ? PAIRS_MAX : PAIRS_MAX - 1;
    table_look look = session_look(s);
    look.no_heading = true;
    look.width = 0; /* a figure is never left out: the terminal may wrap the line */
    table *t = table_create(dossier_columns, 1 + 2 * pairs, look);
    const char *section = "";
    size_t in_row = 0;
    for (size_t i = 0; i < count; i++) {
        const json_t *value = figure_at(object, figures[i].path);
        if (value == NULL) {
            continue;
        }
        bool opens = strcmp(section, figures[i].section) != 0;
        if (in_row == pairs || (opens && in_row > 0)) {
            table_end_row(t);
            in_row = 0;
        }
        if (in_row == 0) {
            table_string(t, opens ? figures[i].section : "", TONE_STRONG);
        }
        section = figures[i].section;
        char *text = figure_text(value, figures[i].format, s->in_utf8);
        table_string(t, figures[i].label, TONE_FAINT);
        table_string(t, text, figure_tone(value, figures[i].format));
        free(text);
        in_row++;
    }
    if (in_row > 0) {
        table_end_row(t);
    }
    table_flush(t, s->out);
    table_destroy(t);
}

void products_print(session *s, const json_t *object) {
    static const figure_column columns[] = {
        {"Products, 12 m", "category", FIGURE_CATEGORY, COLUMN_TABLE, true},
        {"revenue", "revenue.trailing_12m", FIGURE_NUMBER, COLUMN_TABLE, false},
        {"", "revenue.trailing_12m", FIGURE_BAR, COLUMN_TABLE, false},
        {"margin", "margin.trailing_12m", FIGURE_NUMBER, COLUMN_TABLE, false},
        {"quantity", "quantity.trailing_12m", FIGURE_NUMBER, COLUMN_TABLE, false},
        {"revenue in all", "revenue.total", FIGURE_NUMBER, COLUMN_TABLE, false},
    };
    const json_t *products = json_object_get(object, "products");
    if (json_array_size(products) > 0) {
        session_line(s, TONE_PLAIN, "");
        listing_print(s, columns, sizeof columns / sizeof columns[0], products,
                      listing_largest(products, "revenue.trailing_12m"));
    }
}

void as_of_print(session *s, const json_t *object) {
    char *day = figure_text(json_object_get(object, "as_of"), FIGURE_TEXT, s->in_utf8);
    char *commit = figure_text(json_object_get(object, "commit"), FIGURE_TEXT, s->in_utf8);
    char *line = must_print("as of %s, commit %s", day, commit);
    session_line(s, TONE_FAINT, line);
    free(line);
    free(commit);
    free(day);
}

void revenue_line_print(session *s, const char *method, json_t *params, const json_t *object) {
    enum { MONTHS = 24 };
    const char *as_of = json_string_value(json_object_get(object, "as_of"));
    month last;
    if (!month_read(as_of, &last)) {
        json_decref(params);
        return;
    }
    month first = last - (MONTHS - 1);
    char from[MONTH_TEXT_SIZE + 3];
    month_text(first, from);
    memcpy(from + strlen(from), "-01", 4);
    (void)json_object_set_new(params, "by", json_string("month"));
    (void)json_object_set_new(params, "from", json_string(from));
    rpc_answer answer;
    if (session_try(s, method, params, &answer) == RPC_DONE) {
        char *line =
            month_sparkline(json_object_get(answer.result, "history"), first, MONTHS, s->in_utf8);
        char from_month[MONTH_TEXT_SIZE];
        char to_month[MONTH_TEXT_SIZE];
        month_text(first, from_month);
        month_text(last, to_month);
        char *text = must_print("Revenue by month  %s  %s to %s", line, from_month, to_month);
        session_line(s, TONE_PLAIN, text);
        free(text);
        free(line);
    }
    rpc_answer_finish(&answer);
}
