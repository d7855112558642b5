/* clientele explain ID [FIGURE]: why a client is where it is; or which documents make a figure up. */
#include "tools/clientele/dossier.h"
#include "tools/clientele/listing.h"
#include "tools/clientele/usage.h"

static void print(session *s, const json_t *result) {
    size_t i;
    json_t *sentence;
    as_of_print(s, result);
    json_array_foreach(json_object_get(result, "sentences"), i, sentence) {
        session_line(s, i == 0 ? TONE_STRONG : TONE_PLAIN, json_string_value(sentence));
    }
}

static int explain_figure(session *s) {
    static const figure_column columns[] = {
        {"date", "date", FIGURE_TEXT, COLUMN_BOTH, false},
        {"kind", "kind", FIGURE_TEXT, COLUMN_BOTH, false},
        {"id", "id", FIGURE_TEXT, COLUMN_BOTH, true},
        {"adds", "adds", FIGURE_NUMBER, COLUMN_BOTH, false},
    };
    static const paged_query query = {
        .method = "client.explain",
        .array = "documents",
        .nobody = "no document makes it up",
        .columns = columns,
        .column_count = sizeof columns / sizeof columns[0],
    };
    json_t *params = arguments_parameters(&s->arguments);
    (void)json_object_set_new(params, "client", json_string(s->arguments.operands[0]));
    (void)json_object_set_new(params, "figure", json_string(s->arguments.operands[1]));
    return paged_show(s, &query, params);
}

static int run(session *s) {
    if (s->arguments.operand_count == 2) {
        return explain_figure(s);
    }
    if (s->csv) {
        return usage_error(s->arguments.command, "sentences are no list, so there is no CSV");
    }
    json_t *params = json_pack("{s:s}", "client", s->arguments.operands[0]);
    return session_show(s, "client.explain", params, print);
}

static const option_row options[] = {PAGE_OPTIONS, {0}};

const command command_explain = {
    .name = "explain",
    .operands = "ID [FIGURE]",
    .least_operands = 1,
    .most_operands = 2,
    .has_list = true,
    .help = "Why a client is in its phase; or which documents make a figure up",
    .more = "\nFIGURE is a figure's dotted name: revenue.trailing_12m, orders.count, ...",
    .options = options,
    .run = run,
};
