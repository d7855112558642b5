/* clientele actions: the worklist, what is due first before the rest. */
#include "tools/clientele/listing.h"

static const figure_column columns[] = {
    {"due", "action.due", FIGURE_TEXT, COLUMN_BOTH, false},
    {"client", "client", FIGURE_TEXT, COLUMN_BOTH, true},
    {"name", "name", FIGURE_TEXT, COLUMN_BOTH, true},
    {"what", "action.what", FIGURE_TEXT, COLUMN_BOTH, true},
    {"about", "action.about", FIGURE_TEXT, COLUMN_BOTH, true},
    {"rep", "rep", FIGURE_TEXT, COLUMN_BOTH, true},
    {"phase", "phase", FIGURE_TEXT, COLUMN_BOTH, false},
    {"since", "since", FIGURE_TEXT, COLUMN_CSV, false},
    {"class", "abc", FIGURE_TEXT, COLUMN_BOTH, false},
    {"last contact", "last_contact", FIGURE_TEXT, COLUMN_BOTH, false},
    {"revenue", "revenue.total", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"revenue 12 m", "revenue.trailing_12m", FIGURE_NUMBER, COLUMN_CSV, false},
    {"evolution", "revenue.evolution", FIGURE_CHANGE, COLUMN_BOTH, false},
    {"margin", "margin.total", FIGURE_NUMBER, COLUMN_CSV, false},
    {"share", "share.revenue", FIGURE_SHARE, COLUMN_CSV, false},
    {"open quotes", "quotes.open", FIGURE_NUMBER, COLUMN_CSV, false},
    {"open amount", "quotes.open_amount", FIGURE_NUMBER, COLUMN_CSV, false},
    {"contract ends", "contracts.next_end", FIGURE_TEXT, COLUMN_CSV, false},
};

static const option_row options[] = {
    {"rep", OPTION_TEXT, "REP", "rep", "for this sales rep's clients"},
    {"phase", OPTION_TEXT, "PHASE", "phase", "for clients in this phase"},
    {"due", OPTION_DATE, "DATE", "due", "due by this day"},
    PAGE_OPTIONS,
    {0},
};

static int run(session *s) {
    static const paged_query query = {
        .method = "portfolio.actions",
        .array = "actions",
        .nobody = "nothing is to be done",
        .columns = columns,
        .column_count = sizeof columns / sizeof columns[0],
    };
    return paged_show(s, &query, arguments_parameters(&s->arguments));
}

const command command_actions = {
    .name = "actions",
    .operands = "",
    .has_list = true,
    .help = "What to do next for each client, due first",
    .options = options,
    .run = run,
};
