/* clientele movers: who gained and who lost most since a day. */
#include "tools/clientele/dossier.h"
#include "tools/clientele/listing.h"
#include "tools/common/must.h"

#include <stdlib.h>

static const figure_column columns[] = {
    {"", "arrow", FIGURE_TEXT, COLUMN_TABLE, false},
    {"change", "change", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"client", "client", FIGURE_TEXT, COLUMN_BOTH, true},
    {"name", "name", FIGURE_TEXT, COLUMN_BOTH, true},
    {"rep", "rep", FIGURE_TEXT, COLUMN_BOTH, true},
    {"place", "before.place", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"now", "now.place", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"abc", "classes", FIGURE_TEXT, COLUMN_TABLE, false},
    {"revenue 12 m", "before.revenue", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"now", "now.revenue", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"abc", "before.abc", FIGURE_TEXT, COLUMN_CSV, false},
    {"now", "now.abc", FIGURE_TEXT, COLUMN_CSV, false},
};

/* "C > A", or "A" where it stayed. */
static json_t *classes_of(const json_t *row, bool in_utf8) {
    const json_t *before = figure_at(row, "before.abc");
    const json_t *now = figure_at(row, "now.abc");
    if (json_equal(before, now)) {
        return json_copy((json_t *)now);
    }
    char *was = figure_text(before, FIGURE_TEXT, in_utf8);
    char *is = figure_text(now, FIGURE_TEXT, in_utf8);
    char *text = must_print("%s %s %s", was, in_utf8 ? "→" : ">", is);
    json_t *classes = json_string(text);
    free(text);
    free(is);
    free(was);
    return classes;
}

static void add_rows(const session *s, listing *list, const json_t *rows, const char *arrow) {
    size_t index = 0;
    const json_t *row = NULL;
    json_array_foreach(rows, index, row) {
        json_t *shown = json_copy((json_t *)row);
        (void)json_object_set_new(shown, "arrow", json_string(arrow));
        (void)json_object_set_new(shown, "classes", classes_of(row, s->in_utf8));
        listing_add(list, shown);
        json_decref(shown);
    }
}

static void print_side(session *s, const json_t *result, const char *side, const char *arrow) {
    const json_t *rows = json_object_get(result, side);
    char *heading = must_print("%c%s", side[0] - 'a' + 'A', side + 1);
    session_line(s, TONE_PLAIN, "");
    session_line(s, TONE_STRONG, heading);
    free(heading);
    if (json_array_size(rows) == 0) {
        session_line(s, TONE_FAINT, "nobody");
        return;
    }
    listing *list = listing_create(s, columns, sizeof columns / sizeof columns[0], NULL, 0);
    add_rows(s, list, rows, arrow);
    listing_flush(list);
    listing_end(list);
}

static void print(session *s, const json_t *result) {
    if (s->csv) {
        listing *list = listing_create(s, columns, sizeof columns / sizeof columns[0], NULL, 0);
        add_rows(s, list, json_object_get(result, "gained"), "");
        add_rows(s, list, json_object_get(result, "lost"), "");
        listing_end(list);
        return;
    }
    char *by = figure_text(json_object_get(result, "by"), FIGURE_TEXT, s->in_utf8);
    char *since = figure_text(json_object_get(result, "since"), FIGURE_TEXT, s->in_utf8);
    char *rep = figure_text(json_object_get(result, "rep"), FIGURE_TEXT, s->in_utf8);
    bool has_rep = json_is_string(json_object_get(result, "rep"));
    char *title = must_print("Movers by %s since %s%s%s", by, since, has_rep ? ", clients of " : "",
                             has_rep ? rep : "");
    session_line(s, TONE_STRONG, title);
    as_of_print(s, result);
    print_side(s, result, "gained", s->in_utf8 ? "▲" : "+");
    print_side(s, result, "lost", s->in_utf8 ? "▼" : "-");
    free(title);
    free(rep);
    free(since);
    free(by);
}

static int run(session *s) {
    json_t *params = arguments_parameters(&s->arguments);
    if (argument_value(&s->arguments, "limit") != NULL) {
        json_int_t limit = argument_number(&s->arguments, "limit", 1);
        (void)json_object_set_new(params, "limit", json_integer(limit));
    }
    return session_show(s, "portfolio.movers", params, print);
}

static const option_row options[] = {
    {"since", OPTION_DATE, "DATE", "since", "compared with the end of this day (30 days ago)"},
    {"by", OPTION_CHOICE, "rank|revenue|class", "by", "by places (default), money or ABC classes"},
    {"rep", OPTION_TEXT, "REP", "rep", "the clients of this sales rep, among themselves"},
    {"limit", OPTION_NUMBER, "N", NULL, "how many on each side (50)"},
    {0},
};

const command command_movers = {
    .name = "movers",
    .operands = "",
    .has_list = true,
    .help = "Who gained and who lost most rank, revenue or class since a day",
    .options = options,
    .run = run,
};
