/* clientele list: clients with their figures, filtered and sorted. */
#include "tools/clientele/listing.h"

// clang-format off
static const figure_column columns[] = {
    {"client", "client", FIGURE_TEXT, COLUMN_BOTH, true},
    {"name", "name", FIGURE_TEXT, COLUMN_BOTH, true},
    {"rep", "rep", FIGURE_TEXT, COLUMN_BOTH, true},
    {"segment", "segment", FIGURE_TEXT, COLUMN_CSV, true},
    {"country", "country", FIGURE_TEXT, COLUMN_CSV, false},
    {"relationship", "relationship", FIGURE_TEXT, COLUMN_CSV, false},
    {"potential", "potential", FIGURE_NUMBER, COLUMN_CSV, false},
    {"since", "since", FIGURE_TEXT, COLUMN_CSV, false},
    {"tags", "tags", FIGURE_WORDS, COLUMN_CSV, true},
    {"revenue 12 m", "revenue.trailing_12m", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"evolution", "revenue.evolution", FIGURE_CHANGE, COLUMN_BOTH, false},
    {"share", "share.revenue", FIGURE_SHARE, COLUMN_BOTH, false},
    {"margin 12 m", "margin.trailing_12m", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"last order", "orders.last", FIGURE_TEXT, COLUMN_BOTH, false},
    {"orders 12 m", "orders.count_12m", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"cadence", "orders.cadence_days", FIGURE_DAYS, COLUMN_CSV, false},
    {"revenue", "revenue.total", FIGURE_NUMBER, COLUMN_CSV, false},
    {"previous 12 m", "revenue.previous_12m", FIGURE_NUMBER, COLUMN_CSV, false},
    {"year to date", "revenue.year_to_date", FIGURE_NUMBER, COLUMN_CSV, false},
    {"a year before", "revenue.previous_year_to_date", FIGURE_NUMBER, COLUMN_CSV, false},
    {"margin", "margin.total", FIGURE_NUMBER, COLUMN_CSV, false},
    {"margin rate", "margin.rate", FIGURE_SHARE, COLUMN_CSV, false},
    {"coverage", "margin.coverage", FIGURE_SHARE, COLUMN_CSV, false},
    {"margin rate 12 m", "margin.rate_12m", FIGURE_SHARE, COLUMN_CSV, false},
    {"coverage 12 m", "margin.coverage_12m", FIGURE_SHARE, COLUMN_CSV, false},
    {"quantity", "quantity.total", FIGURE_NUMBER, COLUMN_CSV, false},
    {"quantity 12 m", "quantity.trailing_12m", FIGURE_NUMBER, COLUMN_CSV, false},
    {"orders", "orders.count", FIGURE_NUMBER, COLUMN_CSV, false},
    {"first order", "orders.first", FIGURE_TEXT, COLUMN_CSV, false},
    {"purchase days", "orders.purchase_days", FIGURE_NUMBER, COLUMN_CSV, false},
    {"purchase days 12 m", "orders.purchase_days_12m", FIGURE_NUMBER, COLUMN_CSV, false},
    {"backlog", "orders.backlog", FIGURE_NUMBER, COLUMN_CSV, false},
    {"diversity", "diversity", FIGURE_NUMBER, COLUMN_CSV, false},
    {"quotes", "quotes.sent", FIGURE_NUMBER, COLUMN_CSV, false},
    {"accepted", "quotes.accepted", FIGURE_NUMBER, COLUMN_CSV, false},
    {"declined", "quotes.declined", FIGURE_NUMBER, COLUMN_CSV, false},
    {"expired", "quotes.expired", FIGURE_NUMBER, COLUMN_CSV, false},
    {"open quotes", "quotes.open", FIGURE_NUMBER, COLUMN_CSV, false},
    {"open amount", "quotes.open_amount", FIGURE_NUMBER, COLUMN_CSV, false},
    {"conversion", "quotes.conversion", FIGURE_SHARE, COLUMN_CSV, false},
    {"contracts", "contracts.active", FIGURE_NUMBER, COLUMN_CSV, false},
    {"contract ends", "contracts.next_end", FIGURE_TEXT, COLUMN_CSV, false},
    {"on record", "contracts.on_record", FIGURE_NUMBER, COLUMN_CSV, false},
    {"of potential", "share.wallet", FIGURE_SHARE, COLUMN_CSV, false},
};

static const option_row options[] = {
    {"rep", OPTION_TEXT, "REP", "rep", "clients of this sales rep"},
    {"category", OPTION_TEXT, "NAME", "category", "clients who bought in this product category"},
    {"segment", OPTION_TEXT, "NAME", "segment", "clients of this segment"},
    {"country", OPTION_TEXT, "CODE", "country", "clients of this country"},
    {"tag", OPTION_TEXT, "TAG", "tag", "clients with this tag"},
    {"sort", OPTION_TEXT, "FIGURE", "sort", "by this figure, largest first (revenue.trailing_12m)"},
    {"asc", OPTION_FLAG, NULL, NULL, "smallest first"},
    PAGE_OPTIONS,
    {0},
};
// clang-format on

static int run(session *s) {
    paged_query query = {
        .method = "portfolio.list",
        .array = "clients",
        .nobody = "no client matches",
        .columns = columns,
        .column_count = sizeof columns / sizeof columns[0],
        .sorted_by = argument_value(&s->arguments, "sort"),
    };
    json_t *params = arguments_parameters(&s->arguments);
    if (argument_value(&s->arguments, "asc") != NULL) {
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
            "revenue.total, orders.last, margin.rate, share.wallet, ...",
    .options = options,
    .run = run,
};
