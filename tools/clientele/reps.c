/* clientele reps [REP]: the sales reps with their portfolios, or one in full. */
#include "tools/clientele/dossier.h"
#include "tools/clientele/listing.h"
#include "tools/clientele/usage.h"
#include "tools/common/must.h"

#include <stdlib.h>

static const figure_column columns[] = {
    {"rep", "rep", FIGURE_TEXT, COLUMN_BOTH, true},
    {"clients", "clients.known", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"revenue 12 m", "revenue.trailing_12m", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"evolution", "revenue.evolution", FIGURE_CHANGE, COLUMN_BOTH, false},
    {"share", "share.revenue", FIGURE_SHARE, COLUMN_BOTH, false},
    {"A", "segments.abc.A", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"B", "segments.abc.B", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"C", "segments.abc.C", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"for 80 %", "segments.clients_for_80", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"buyers 12 m", "clients.buyers", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"new", "new", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"retention", "retention", FIGURE_SHARE, COLUMN_BOTH, false},
    {"margin 12 m", "margin.rate_12m", FIGURE_SHARE, COLUMN_BOTH, false},
    {"orders 12 m", "orders.count_12m", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"prospects", "clients.prospects", FIGURE_NUMBER, COLUMN_CSV, false},
    {"attrition", "attrition", FIGURE_SHARE, COLUMN_CSV, false},
    {"revenue", "revenue.total", FIGURE_NUMBER, COLUMN_CSV, false},
    {"previous 12 m", "revenue.previous_12m", FIGURE_NUMBER, COLUMN_CSV, false},
    {"year to date", "revenue.year_to_date", FIGURE_NUMBER, COLUMN_CSV, false},
    {"margin", "margin.trailing_12m", FIGURE_NUMBER, COLUMN_CSV, false},
    {"orders", "orders.count", FIGURE_NUMBER, COLUMN_CSV, false},
    {"backlog", "orders.backlog", FIGURE_NUMBER, COLUMN_CSV, false},
    {"open quotes", "quotes.open", FIGURE_NUMBER, COLUMN_CSV, false},
    {"open amount", "quotes.open_amount", FIGURE_NUMBER, COLUMN_CSV, false},
    {"conversion", "quotes.conversion", FIGURE_SHARE, COLUMN_CSV, false},
    {"contracts", "contracts.active", FIGURE_NUMBER, COLUMN_CSV, false},
    {"large", "segments.pareto.large", FIGURE_NUMBER, COLUMN_CSV, false},
    {"small", "segments.pareto.small", FIGURE_NUMBER, COLUMN_CSV, false},
    {"top 20 %", "segments.top20_share", FIGURE_SHARE, COLUMN_CSV, false},
};

static void print_rep(session *s, const json_t *result) {
    char *rep = figure_text(json_object_get(result, "rep"), FIGURE_TEXT, s->in_utf8);
    char *title = must_print("Sales rep %s", rep);
    session_line(s, TONE_STRONG, title);
    as_of_print(s, result);
    session_line(s, TONE_PLAIN, "");
    dossier_print(s, portfolio_figures, portfolio_figure_count, result);
    session_line(s, TONE_PLAIN, "");
    dossier_print(s, sold_figures, sold_figure_count, result);
    session_line(s, TONE_PLAIN, "");
    json_t *params = json_pack("{s:s}", "rep", s->arguments.operands[0]);
    revenue_line_print(s, "portfolio.history", params, result);
    products_print(s, result);
    free(title);
    free(rep);
}

static int run(session *s) {
    static const paged_query query = {
        .method = "rep.list",
        .array = "reps",
        .nobody = "no client has a sales rep yet",
        .columns = columns,
        .column_count = sizeof columns / sizeof columns[0],
    };
    if (s->arguments.operand_count == 0) {
        return paged_show(s, &query, arguments_parameters(&s->arguments));
    }
    if (s->csv) {
        return usage_error(s->arguments.command, "one rep is no list, so there is no CSV");
    }
    json_t *params = json_pack("{s:s}", "rep", s->arguments.operands[0]);
    return session_show(s, "rep.get", params, print_rep);
}

static const option_row options[] = {PAGE_OPTIONS, {0}};

const command command_reps = {
    .name = "reps",
    .operands = "[REP]",
    .most_operands = 1,
    .has_list = true,
    .help = "The sales reps with their portfolios; or one of them, with what was sold",
    .options = options,
    .run = run,
};
