/* clientele history [ID]: revenue, margin, quantity and orders by month or day. */
#include "tools/clientele/dossier.h"
#include "tools/clientele/listing.h"
#include "tools/clientele/periods.h"
#include "tools/clientele/usage.h"
#include "tools/common/must.h"

#include <stdlib.h>

enum { SPARKLINE_MONTHS_MAX = 600 };

static const figure_column columns[] = {
    {"period", "period", FIGURE_TEXT, COLUMN_BOTH, false},
    {"revenue", "revenue", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"", "revenue", FIGURE_BAR, COLUMN_TABLE, false},
    {"margin", "margin", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"orders", "orders", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"quantity", "quantity", FIGURE_NUMBER, COLUMN_BOTH, false},
};

/* All months from the first to the last row in one line, quiet ones too. */
static void print_sparkline(session *s, const json_t *rows) {
    size_t count = json_array_size(rows);
    month first = 0;
    month last = 0;
    if (count < 2 ||
        !month_read(json_string_value(figure_at(json_array_get(rows, 0), "period")), &first) ||
        !month_read(json_string_value(figure_at(json_array_get(rows, count - 1), "period")),
                    &last) ||
        last <= first || last - first >= SPARKLINE_MONTHS_MAX) {
        return;
    }
    char *line = month_sparkline(rows, first, (size_t)(last - first) + 1, s->in_utf8);
    char *text = must_print("Revenue by month  %s", line);
    session_line(s, TONE_PLAIN, "");
    session_line(s, TONE_PLAIN, text);
    free(text);
    free(line);
}

static void print(session *s, const json_t *result) {
    const json_t *rows = json_object_get(result, "history");
    if (json_array_size(rows) == 0 && !s->csv) {
        session_line(s, TONE_FAINT, "no activity in that time");
        return;
    }
    listing_print(s, columns, sizeof columns / sizeof columns[0], rows,
                  listing_largest(rows, "revenue"));
    if (!s->csv) {
        print_sparkline(s, rows);
    }
}

static int run(session *s) {
    const arguments *a = &s->arguments;
    bool of_client = a->operand_count > 0;
    if (of_client && argument_value(a, "rep") != NULL) {
        return usage_error(a->command, "a client's history takes no --rep");
    }
    json_t *params = arguments_parameters(a);
    if (of_client) {
        (void)json_object_set_new(params, "client", json_string(a->operands[0]));
    }
    return session_show(s, of_client ? "client.history" : "portfolio.history", params, print);
}

static const option_row options[] = {
    {"by", OPTION_CHOICE, "month|day", "by", "one row a month (default) or a day"},
    {"from", OPTION_DATE, "DATE", "from", "from this day on, YYYY-MM-DD"},
    {"to", OPTION_DATE, "DATE", "to", "up to this day"},
    {"rep", OPTION_TEXT, "REP", "rep", "the portfolio of this sales rep (without ID)"},
    {0},
};

const command command_history = {
    .name = "history",
    .operands = "[ID]",
    .most_operands = 1,
    .has_list = true,
    .help = "Revenue, margin, orders over time: a client's, or the portfolio's",
    .options = options,
    .run = run,
};
