/* clientele version: of this program and of the daemon. */
#include "tools/clientele/dossier.h"
#include "tools/common/must.h"

#include "version.h" /* made by the build */

#include <stdlib.h>

static const dossier_figure figures[] = {
    {"clienteled", "version", "version", FIGURE_TEXT},
    {"clienteled", "schema", "schema", FIGURE_TEXT},
};

static void print(session *s, const json_t *result) {
    dossier_print(s, figures, sizeof figures / sizeof figures[0], result);
    static const char *const texts[][2] = {{"built by", "compiler"}, {"with", "libraries"}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char *text = figure_text(json_object_get(result, texts[i][1]), FIGURE_WORDS, s->in_utf8);
        char *line = must_print("%-10s  %s", texts[i][0], text);
        session_line(s, TONE_PLAIN, line);
        free(line);
        free(text);
    }
    session_line(s, TONE_PLAIN, "clientele   " CLIENTELE_VERSION);
}

static int run(session *s) {
    return session_show(s, "system.version", NULL, print);
}

const command command_version = {
    .name = "version",
    .operands = "",
    .help = "The versions of clienteled, its libraries and this program",
    .run = run,
};
