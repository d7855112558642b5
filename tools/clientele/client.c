/* clientele client ID: the dossier of one client. */
#include "tools/clientele/client_standing.h"
#include "tools/clientele/dossier.h"
#include "tools/common/must.h"

#include <stdlib.h>

/* "rep anna, segment Retail, ..." of what is known. */
static void print_profile(session *s, const json_t *result) {
    static const dossier_figure profile[] = {
        {NULL, "rep", "rep", FIGURE_TEXT},
        {NULL, "segment", "segment", FIGURE_TEXT},
        {NULL, "country", "country", FIGURE_TEXT},
        {NULL, "relationship", "relationship", FIGURE_TEXT},
        {NULL, "since", "since", FIGURE_TEXT},
        {NULL, "potential", "potential", FIGURE_NUMBER},
        {NULL, "tags", "tags", FIGURE_WORDS},
    };
    char *line = must_copy("", 0);
    for (size_t i = 0; i < sizeof profile / sizeof profile[0]; i++) {
        const json_t *value = figure_at(result, profile[i].path);
        if (value == NULL || json_is_null(value) ||
            (json_is_array(value) && json_array_size(value) == 0)) {
            continue;
        }
        char *text = figure_text(value, profile[i].format, s->in_utf8);
        char *longer =
            must_print("%s%s%s %s", line, line[0] == '\0' ? "" : "  ", profile[i].label, text);
        free(line);
        free(text);
        line = longer;
    }
    session_line(s, TONE_PLAIN, line[0] == '\0' ? "no record in the CRM yet" : line);
    free(line);
}

static void print(session *s, const json_t *result) {
    char *id = figure_text(json_object_get(result, "client"), FIGURE_TEXT, s->in_utf8);
    char *name = figure_text(json_object_get(result, "name"), FIGURE_TEXT, s->in_utf8);
    char *title = must_print("%s  %s", id, name);
    session_line(s, TONE_STRONG, title);
    as_of_print(s, result);
    print_profile(s, result);
    client_standing_print(s, result);
    session_line(s, TONE_PLAIN, "");
    dossier_print(s, client_figures, client_figure_count, result);
    session_line(s, TONE_PLAIN, "");
    revenue_line_print(s, "client.history", json_pack("{s:s}", "client", s->arguments.operands[0]),
                       result);
    products_print(s, result);
    free(title);
    free(name);
    free(id);
}

static int run(session *s) {
    json_t *params = json_pack("{s:s}", "client", s->arguments.operands[0]);
    return session_show(s, "client.get", params, print);
}

const command command_client = {
    .name = "client",
    .operands = "ID",
    .least_operands = 1,
    .most_operands = 1,
    .help = "Everything about one client",
    .run = run,
};
