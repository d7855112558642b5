/* clientele summary: the portfolio's figures, once or live. */
#include "tools/clientele/dossier.h"
#include "tools/clientele/live.h"
#include "tools/common/must.h"

#include <stdint.h>
#include <stdlib.h>

void summary_print(session *s, const json_t *result) {
    const json_t *rep = json_object_get(result, "rep");
    char *text = figure_text(rep, FIGURE_TEXT, s->in_utf8);
    char *title = rep == NULL || json_is_null(rep) ? must_print("Portfolio")
                                                   : must_print("Portfolio of %s", text);
    session_line(s, TONE_STRONG, title);
    as_of_print(s, result);
    session_line(s, TONE_PLAIN, "");
    dossier_print(s, portfolio_figures, portfolio_figure_count, result);
    session_line(s, TONE_PLAIN, "");
    revenue_line_print(s, "portfolio.history", arguments_parameters(&s->arguments), result);
    products_print(s, result);
    free(title);
    free(text);
}

static int run(session *s) {
    const char *live = argument_value(&s->arguments, "live");
    if (live != NULL) {
        json_int_t seconds = 0; /* until interrupted */
        (void)number_read(live, INT32_MAX, &seconds);
        return live_summary(s, seconds);
    }
    return session_show(s, "portfolio.summary", arguments_parameters(&s->arguments), summary_print);
}

static const option_row options[] = {
    {"rep", OPTION_TEXT, "REP", "rep", "the portfolio of this sales rep alone"},
    {"live", OPTION_IF_NUMBER, "SECONDS", NULL,
     "redraw every second, until Ctrl-C or for SECONDS; one line each when piped"},
    {0},
};

const command command_summary = {
    .name = "summary",
    .operands = "",
    .help = "The portfolio at a glance: clients, revenue, margin, orders, products",
    .options = options,
    .run = run,
};
