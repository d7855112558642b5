/* clientele sources: where events come from, and what became of them. */
#include "tools/clientele/listing.h"

static const figure_column columns[] = {
    {"source", "source", FIGURE_TEXT, COLUMN_BOTH, true},
    {"epoch", "epoch", FIGURE_TEXT, COLUMN_BOTH, true},
    {"sequence", "last_sequence", FIGURE_TEXT, COLUMN_BOTH, false},
    {"state", "state", FIGURE_TEXT, COLUMN_BOTH, true},
    {"lag", "lag", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"missing", "missing", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"gaps", "gap_count", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"healed", "healed", FIGURE_NUMBER, COLUMN_CSV, false},
    {"lost", "unhealable", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"accepted", "accepted", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"duplicate", "duplicate", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"rejected", "rejected", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"newest event", "last_time", FIGURE_TEXT, COLUMN_BOTH, false},
    {"received", "received", FIGURE_TEXT, COLUMN_CSV, false},
    {"reasons", "reasons", FIGURE_WORDS, COLUMN_BOTH, true},
};

static void print(session *s, const json_t *result) {
    const json_t *sources = json_object_get(result, "sources");
    if (json_array_size(sources) == 0 && !s->csv) {
        session_line(s, TONE_FAINT, "no event has come in yet");
        return;
    }
    listing_print(s, columns, sizeof columns / sizeof columns[0], sources, 0);
}

static int run(session *s) {
    return session_show(s, "ingest.sources", NULL, print);
}

const command command_sources = {
    .name = "sources",
    .operands = "",
    .has_list = true,
    .help = "Where events come from: how many, how far, what is missing or was rejected",
    .run = run,
};
