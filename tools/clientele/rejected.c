/* clientele rejected: the events in quarantine, newest first. */
#include "tools/clientele/listing.h"

static const figure_column columns[] = {
    {"number", "number", FIGURE_TEXT, COLUMN_BOTH, false},
    {"received", "received", FIGURE_TEXT, COLUMN_BOTH, false},
    {"source", "source", FIGURE_TEXT, COLUMN_BOTH, true},
    {"event", "event", FIGURE_TEXT, COLUMN_BOTH, true},
    {"reason", "reason", FIGURE_TEXT, COLUMN_BOTH, false},
    {"message", "message", FIGURE_TEXT, COLUMN_BOTH, true},
    {"bytes", "bytes", FIGURE_NUMBER, COLUMN_CSV, false},
    {"body", "body", FIGURE_TEXT, COLUMN_CSV, false},
};

static int run(session *s) {
    bool with_body = argument_value(&s->arguments, "body") != NULL;
    paged_query query = {
        .method = "ingest.rejected",
        .array = "rejected",
        .nobody = "no event is in quarantine",
        .columns = columns,
        .column_count = sizeof columns / sizeof columns[0],
        .sorted_by = with_body ? "body" : NULL,
    };
    s->width = 0; /* the message says what to do: it may wrap, but is never cut */
    return paged_show(s, &query, arguments_parameters(&s->arguments));
}

static const option_row options[] = {
    {"source", OPTION_TEXT, "SOURCE", "source", "from this source alone"},
    {"reason", OPTION_TEXT, "REASON", "reason", "for this reason alone"},
    {"body", OPTION_FLAG, NULL, NULL, "the events' text too, as it came"},
    PAGE_OPTIONS,
    {0},
};

const command command_rejected = {
    .name = "rejected",
    .operands = "",
    .has_list = true,
    .help = "Events in quarantine with the reason, newest first",
    .more = "\nOnce the cause is mended, clientele retry takes them in again.",
    .options = options,
    .run = run,
};
