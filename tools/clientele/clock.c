/* clientele clock advance DATE: moves the business day on. */
#include "tools/clientele/dossier.h"
#include "tools/clientele/usage.h"
#include "tools/common/must.h"

#include <stdlib.h>
#include <string.h>

static void print(session *s, const json_t *result) {
    char *day = figure_text(json_object_get(result, "as_of"), FIGURE_TEXT, s->in_utf8);
    char *line = must_print("today is %s", day);
    session_line(s, TONE_PLAIN, line);
    free(line);
    free(day);
}

static int run(session *s) {
    const char *const *words = s->arguments.operands;
    if (strcmp(words[0], "advance") != 0) {
        return usage_error(s->arguments.command, "clock advance DATE, not clock %s", words[0]);
    }
    if (!date_is_shaped(words[1])) {
        return usage_error(s->arguments.command, "'%s' is no date, YYYY-MM-DD", words[1]);
    }
    return session_show(s, "clock.advance", json_pack("{s:s}", "date", words[1]), print);
}

const command command_clock = {
    .name = "clock",
    .operands = "advance DATE",
    .least_operands = 2,
    .most_operands = 2,
    .admin = true,
    .help = "Moves today on to DATE, with clock: event; never backwards",
    .run = run,
};
