/* clientele list: clients with their figures, filtered and sorted. */
#include "tools/clientele/client_columns.h"

#include <string.h>

// clang-format off
static const option_row options[] = {
    {"rep", OPTION_TEXT, "REP", "rep", "clients of this sales rep"},
    {"category", OPTION_TEXT, "NAME", "category", "clients who bought in this product category"},
    {"segment", OPTION_TEXT, "NAME", "segment", "clients of this segment"},
    {"country", OPTION_TEXT, "CODE", "country", "clients of this country"},
    {"phase", OPTION_TEXT, "PHASE", "phase", "clients in this phase of their life"},
    {"tag", OPTION_TEXT, "TAG", "tag", "clients with this tag"},
    {"abc", OPTION_CHOICE, "A|B|C", "abc", "clients of this ABC class"},
    {"pareto", OPTION_CHOICE, "large|small", "pareto", "the clients that make 80 %, or the others"},
    {"rfm", OPTION_TEXT, "NAME", "rfm", "clients of this RFM segment, as `clientele rfm` names it"},
    {"sort", OPTION_TEXT, "FIGURE", "sort",
     "by this figure, largest first (revenue.trailing_12m); ranks and classes best first"},
    {"asc", OPTION_FLAG, NULL, NULL, "smallest first"},
    PAGE_OPTIONS,
    {0},
};
// clang-format on

/* Of places and letters the smallest is the best. */
static bool best_is_smallest(const char *figure) {
    return strncmp(figure, "rank.", 5) == 0 || strcmp(figure, "segments.abc") == 0 ||
           strcmp(figure, "segments.pareto") == 0 || strcmp(figure, "segments.pmg") == 0;
}

static int run(session *s) {
    paged_query query = {
        .method = "portfolio.list",
        .array = "clients",
        .nobody = "no client matches",
        .columns = client_columns,
        .column_count = client_column_count,
        .sorted_by = argument_value(&s->arguments, "sort"),
    };
    json_t *params = arguments_parameters(&s->arguments);
    if (argument_value(&s->arguments, "asc") != NULL ||
        (query.sorted_by != NULL && best_is_smallest(query.sorted_by))) {
        (void)json_object_set_new(params, "order", json_string("asc"));
    }
    return paged_show(s, &query, params);
}

const command command_list = {
    .name = "list",
    .operands = "",
    .has_list = true,
    .help = "Clients with their figures, filtered and sorted",
    .more = "\nFIGURE is client, name or a figure's dotted name, as the head of --csv spells it:\n"
            "revenue.total, orders.last, margin.rate, share.wallet, rank.place, ...",
    .options = options,
    .run = run,
};
