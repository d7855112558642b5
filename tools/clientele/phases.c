/* clientele phases: how many clients each phase has. */
#include "tools/clientele/dossier.h"
#include "tools/clientele/listing.h"

static const figure_column columns[] = {
    {"phase", "phase", FIGURE_TEXT, COLUMN_BOTH, false},
    {"clients", "clients", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"", "clients", FIGURE_BAR, COLUMN_TABLE, false},
};

/* The rows of the summary's `phases`. The caller releases them. */
static json_t *rows_of(const json_t *result) {
    json_t *rows = json_array();
    const char *name;
    json_t *count;
    json_object_foreach(json_object_get(result, "phases"), name, count) {
        (void)json_array_append_new(rows, json_pack("{s:s, s:O}", "phase", name, "clients", count));
    }
    return rows;
}

static void print(session *s, const json_t *result) {
    json_t *rows = rows_of(result);
    if (!s->csv) {
        as_of_print(s, result);
    }
    listing_print(s, columns, sizeof columns / sizeof columns[0], rows,
                  listing_largest(rows, "clients"));
    json_decref(rows);
}

static int run(session *s) {
    return session_show(s, "portfolio.summary", arguments_parameters(&s->arguments), print);
}

static const option_row options[] = {
    {"rep", OPTION_TEXT, "REP", "rep", "of this sales rep's clients"},
    {0},
};

const command command_phases = {
    .name = "phases",
    .operands = "",
    .has_list = true,
    .help = "How many clients are in each phase of their life",
    .options = options,
    .run = run,
};
