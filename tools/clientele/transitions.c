/* clientele transitions [ID]: changes of phase and class, newest first. */
#include "tools/clientele/listing.h"

static const figure_column columns[] = {
    {"date", "date", FIGURE_TEXT, COLUMN_BOTH, false},
    {"client", "client", FIGURE_TEXT, COLUMN_BOTH, true},
    {"kind", "kind", FIGURE_TEXT, COLUMN_BOTH, false},
    {"from", "from", FIGURE_TEXT, COLUMN_BOTH, false},
    {"to", "to", FIGURE_TEXT, COLUMN_BOTH, false},
    {"cause", "cause.kind", FIGURE_TEXT, COLUMN_BOTH, false},
    {"type", "cause.type", FIGURE_TEXT, COLUMN_BOTH, true},
    {"document", "cause.document", FIGURE_TEXT, COLUMN_BOTH, true},
    {"event", "cause.event", FIGURE_TEXT, COLUMN_CSV, true},
    {"number", "number", FIGURE_TEXT, COLUMN_CSV, false},
    {"commit", "commit", FIGURE_TEXT, COLUMN_CSV, false},
};

static const option_row options[] = {
    {"kind", OPTION_CHOICE, "phase|abc|pareto", "kind", "changes of phase, or of class, alone"},
    {"rep", OPTION_TEXT, "REP", "rep", "of this sales rep's clients"},
    {"to", OPTION_TEXT, "PHASE", "to_phase", "to this phase or class alone"},
    {"since", OPTION_DATE, "DATE", "from", "from this day on"},
    {"until", OPTION_DATE, "DATE", "to", "up to this day"},
    PAGE_OPTIONS,
    {0},
};

static int run(session *s) {
    bool one = s->arguments.operand_count == 1;
    const paged_query query = {
        .method = one ? "client.transitions" : "portfolio.transitions",
        .array = "transitions",
        .nobody = "no change is recorded",
        .columns = columns,
        .column_count = sizeof columns / sizeof columns[0],
    };
    json_t *params = arguments_parameters(&s->arguments);
    if (one) {
        (void)json_object_set_new(params, "client", json_string(s->arguments.operands[0]));
    }
    return paged_show(s, &query, params);
}

const command command_transitions = {
    .name = "transitions",
    .operands = "[ID]",
    .most_operands = 1,
    .has_list = true,
    .help = "Changes of phase and class, of all clients or of one, newest first",
    .more = "\nOf one client's changes only --kind, --limit and --all choose.",
    .options = options,
    .run = run,
};
