/* clientele search WORDS: clients by the beginning of their id or of words of their name. */
#include "tools/clientele/listing.h"
#include "tools/common/must.h"

#include <stdlib.h>

static const figure_column columns[] = {
    {"client", "client", FIGURE_TEXT, COLUMN_BOTH, true},
    {"name", "name", FIGURE_TEXT, COLUMN_BOTH, true},
    {"rep", "rep", FIGURE_TEXT, COLUMN_BOTH, true},
};

static int run(session *s) {
    static const paged_query query = {
        .method = "client.search",
        .array = "clients",
        .nobody = "no client's id starts so, and no name has words that start so",
        .columns = columns,
        .column_count = sizeof columns / sizeof columns[0],
    };
    char *words = must_copy("", 0);
    for (size_t i = 0; i < s->arguments.operand_count; i++) {
        char *longer = must_print("%s%s%s", words, i == 0 ? "" : " ", s->arguments.operands[i]);
        free(words);
        words = longer;
    }
    json_t *params = json_pack("{s:s}", "query", words);
    free(words);
    return paged_show(s, &query, params);
}

static const option_row options[] = {PAGE_OPTIONS, {0}};

const command command_search = {
    .name = "search",
    .operands = "WORDS",
    .least_operands = 1,
    .most_operands = OPERANDS_MAX,
    .has_list = true,
    .help = "Clients whose id starts so, or whose name has words starting so",
    .options = options,
    .run = run,
};
