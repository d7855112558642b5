/* clientele abc: the clients by class, or those of one class. */
#include "tools/clientele/client_columns.h"
#include "tools/clientele/metric_words.h"
#include "tools/clientele/usage.h"

static const figure_column class_columns[] = {
    {"class", "class", FIGURE_TEXT, COLUMN_BOTH, false},
    {"clients", "clients", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"of clients", "share_of_clients", FIGURE_SHARE, COLUMN_BOTH, false},
    {"sum", "sum", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"share", "share", FIGURE_SHARE, COLUMN_BOTH, false},
    {"", "share", FIGURE_BAR, COLUMN_TABLE, false},
};

static const figure_column ranking_columns[] = {
    {"place", "place", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"client", "client", FIGURE_TEXT, COLUMN_BOTH, true},
    {"name", "name", FIGURE_TEXT, COLUMN_BOTH, true},
    {"rep", "rep", FIGURE_TEXT, COLUMN_BOTH, true},
    {"sum", "sum", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"share", "share", FIGURE_SHARE, COLUMN_BOTH, false},
    {"cumulative", "cumulative_share", FIGURE_SHARE, COLUMN_BOTH, false},
    {"abc", "abc", FIGURE_TEXT, COLUMN_BOTH, false},
};

static void print(session *s, const json_t *result) {
    const json_t *rows = json_object_get(result, "rows");
    const json_t *ranking = json_object_get(result, "ranking");
    if (!s->csv) {
        metric_title_print(s, "ABC", result);
    }
    if (!s->csv || ranking == NULL) {
        listing_print(s, class_columns, sizeof class_columns / sizeof class_columns[0], rows, 1);
    }
    if (ranking != NULL) {
        if (!s->csv) {
            session_line(s, TONE_PLAIN, "");
        }
        listing_print(s, ranking_columns, sizeof ranking_columns / sizeof ranking_columns[0],
                      ranking, 0);
    }
}

/* The clients whose own class it is: among all clients, by the configured metric. */
static int run_class(session *s, const char *class) {
    const arguments *a = &s->arguments;
    if (argument_value(a, "metric") != NULL || argument_value(a, "category") != NULL) {
        return usage_error(a->command, "--class lists by the configured metric, so it takes "
                                       "neither --metric nor --category");
    }
    paged_query query = {
        .method = "portfolio.list",
        .array = "clients",
        .nobody = "no client is in that class",
        .columns = client_columns,
        .column_count = client_column_count,
    };
    json_t *params = json_pack("{s:s}", "abc", class);
    if (argument_value(a, "rep") != NULL) {
        (void)json_object_set_new(params, "rep", json_string(argument_value(a, "rep")));
    }
    return paged_show(s, &query, params);
}

static int run(session *s) {
    const arguments *a = &s->arguments;
    const char *class = argument_value(a, "class");
    if (class != NULL) {
        return run_class(s, class);
    }
    if (argument_value(a, "all") != NULL) {
        return usage_error(a->command, "--all goes with --class");
    }
    json_t *params = arguments_parameters(a);
    (void)json_object_set_new(params, "by", json_string("abc"));
    if (argument_value(a, "limit") != NULL) {
        if (argument_value(a, "category") == NULL) {
            json_decref(params);
            return usage_error(a->command, "--limit goes with --class or --category");
        }
        (void)json_object_set_new(params, "limit", json_integer(argument_number(a, "limit", 1)));
    }
    return session_show(s, "portfolio.segments", params, print);
}

static const option_row options[] = {
    METRIC_OPTION,
    REP_OPTION,
    {"category", OPTION_TEXT, "NAME", "category",
     "within this product category, with the ranking there"},
    {"class", OPTION_CHOICE, "A|B|C", NULL,
     "the clients who have this class among all clients; with --rep those of that rep"},
    PAGE_OPTIONS,
    {0},
};

const command command_abc = {
    .name = "abc",
    .operands = "",
    .has_list = true,
    .help = "The clients by ABC class: how many, what they make; or those of one class",
    .options = options,
    .run = run,
};
