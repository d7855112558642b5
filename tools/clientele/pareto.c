/* clientele pareto: who makes the most of it, as a curve and in words. */
#include "tools/clientele/dossier.h"
#include "tools/clientele/listing.h"
#include "tools/clientele/metric_words.h"
#include "tools/common/must.h"
#include "tools/common/plot.h"
#include "tools/common/text_width.h"

#include <math.h>
#include <stdlib.h>

enum { PLOT_COLUMNS = 60, PLOT_LEAST = 20, PLOT_ROWS = 10, LABEL_COLUMNS = 6, POINTS = 100 };

static const figure_column columns[] = {
    {"place", "place", FIGURE_NUMBER, COLUMN_BOTH, false},
    {"of clients", "share_of_clients", FIGURE_SHARE, COLUMN_BOTH, false},
    {"make", "cumulative_share", FIGURE_SHARE, COLUMN_BOTH, false},
    {"client", "client", FIGURE_TEXT, COLUMN_BOTH, true},
};

/* The curve between its points, at the right edge of each of `count` equal parts of the clients. */
static void read_heights(const json_t *curve, double *heights, size_t count) {
    double x_before = 0;
    double y_before = 0;
    size_t done = 0;
    size_t index = 0;
    const json_t *point = NULL;
    json_array_foreach(curve, index, point) {
        double x = figure_number(json_object_get(point, "share_of_clients"));
        double y = figure_number(json_object_get(point, "cumulative_share"));
        if (!isfinite(x) || !isfinite(y) || x <= x_before) {
            continue;
        }
        for (; done < count; done++) {
            double at = (double)(done + 1) / (double)count;
            if (at > x + 1e-6) {
                break;
            }
            heights[done] = y_before + (y - y_before) * (at - x_before) / (x - x_before);
        }
        x_before = x;
        y_before = y;
    }
    for (; done < count; done++) {
        heights[done] = y_before;
    }
}

/* Every second row is labelled with the share at its upper edge; 80 % has a line. */
static void print_plot(session *s, const json_t *curve) {
    double heights[PLOT_COLUMNS] = {0};
    size_t count = PLOT_COLUMNS;
    if (s->width > 0 && s->width < LABEL_COLUMNS + 2 + PLOT_COLUMNS) {
        count =
            s->width > LABEL_COLUMNS + 2 + PLOT_LEAST ? s->width - LABEL_COLUMNS - 2 : PLOT_LEAST;
    }
    read_heights(curve, heights, count);
    for (size_t row = 0; row < PLOT_ROWS; row++) {
        const char *line = s->in_utf8 ? "┈" : ".";
        char *area =
            plot_area_row(heights, count, 1, row, PLOT_ROWS, row == 2 ? line : NULL, s->in_utf8);
        char *label =
            row % 2 == 0 ? must_print("%3zu %%", 100 - 100 * row / PLOT_ROWS) : must_copy("", 0);
        char *text = must_print("%*s %s%s", LABEL_COLUMNS - 1, label, s->in_utf8 ? "│" : "|", area);
        tone_print(s->out, s->in_color, TONE_BAR, text);
        (void)fputc('\n', s->out);
        free(text);
        free(label);
        free(area);
    }
    char *axis = must_print("%*s%-*s%*s", LABEL_COLUMNS + 1, "", (int)count / 2, "largest first",
                            (int)(count - count / 2), "100 % of clients");
    session_line(s, TONE_FAINT, axis);
    session_line(s, TONE_PLAIN, "");
    free(axis);
}

/* The 20/80 rule in two sentences. */
static void print_sentences(session *s, const json_t *result, const char *metric) {
    static const char *const paths[] = {"clients", "known", "clients_for_80", "top20_clients",
                                        "total"};
    static const char *const shares[] = {"clients_for_80_share", "top20_share"};
    char *n[sizeof paths / sizeof paths[0]];
    char *share[sizeof shares / sizeof shares[0]];
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        n[i] = figure_text(figure_at(result, paths[i]), FIGURE_NUMBER, s->in_utf8);
    }
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        share[i] = figure_text(figure_at(result, shares[i]), FIGURE_SHARE, s->in_utf8);
    }
    char *most =
        must_print("%s of %s clients (%s) make 80 %% of the %s.", n[2], n[0], share[0], metric);
    char *top = must_print("The largest 20 %% (%s) make %s of the %s.", n[3], share[1], n[4]);
    const json_t *curve = json_object_get(result, "curve");
    const json_t *last = json_array_get(curve, json_array_size(curve) - 1);
    const json_t *all = json_object_get(last, "cumulative_share");
    char *more = figure_text(all, FIGURE_SHARE, s->in_utf8);
    bool some_below = figure_number(all) > 1;
    char *rest = must_print("%s of %s known clients have any%s%s%s.", n[0], n[1],
                            some_below ? " (" : "", some_below ? more : "",
                            some_below ? "); negative figures take the rest back" : "");
    session_line(s, TONE_STRONG, most);
    session_line(s, TONE_PLAIN, top);
    session_line(s, TONE_PLAIN, rest);
    session_line(s, TONE_PLAIN, "");
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        free(n[i]);
    }
    free(share[0]);
    free(share[1]);
    free(rest);
    free(more);
    free(top);
    free(most);
}

/* A sentence over as many lines as the terminal's width makes of it. */
static void print_wrapped(session *s, const char *text) {
    while (s->width > 0 && text_columns(text) > s->width) {
        size_t length = s->width;
        while (length > 0 && text[length] != ' ') {
            length--;
        }
        if (length == 0) {
            break; /* a word longer than the line */
        }
        char *line = must_copy(text, length);
        session_line(s, TONE_PLAIN, line);
        free(line);
        text += length + 1;
    }
    session_line(s, TONE_PLAIN, text);
}

static void print_concentration(session *s, const json_t *result) {
    static const dossier_figure figures[] = {
        {"Concentration", "largest client", "concentration.largest", FIGURE_SHARE},
        {"Concentration", "which is", "concentration.largest_client", FIGURE_TEXT},
        {"Concentration", "ten largest", "concentration.ten_largest", FIGURE_SHARE},
        {"Concentration", "Herfindahl", "concentration.herfindahl", FIGURE_NUMBER},
        {"Concentration", "Gini", "concentration.gini", FIGURE_NUMBER},
    };
    dossier_print(s, figures, sizeof figures / sizeof figures[0], result);
    const json_t *reading = figure_at(result, "concentration.reading");
    if (json_is_string(reading)) {
        char *text = figure_text(reading, FIGURE_TEXT, s->in_utf8);
        print_wrapped(s, text);
        free(text);
    }
}

static void print(session *s, const json_t *result) {
    const json_t *curve = json_object_get(result, "curve");
    if (s->csv) {
        listing_print(s, columns, sizeof columns / sizeof columns[0], curve, 0);
        return;
    }
    metric_title_print(s, "Pareto", result);
    char *metric = metric_words(s, result);
    if (json_is_null(json_object_get(result, "top20_share"))) {
        char *nothing =
            must_print("No shares: the %s of all clients together is not above 0.", metric);
        session_line(s, TONE_PLAIN, nothing);
        free(nothing);
    } else {
        print_plot(s, curve);
        print_sentences(s, result, metric);
        print_concentration(s, result);
    }
    if (argument_value(&s->arguments, "points") != NULL) {
        session_line(s, TONE_PLAIN, "");
        listing_print(s, columns, sizeof columns / sizeof columns[0], curve, 0);
    }
    free(metric);
}

static int run(session *s) {
    json_t *params = arguments_parameters(&s->arguments);
    json_int_t points = argument_number(&s->arguments, "points", POINTS);
    if (argument_value(&s->arguments, "points") != NULL || (!s->json && !s->csv)) {
        (void)json_object_set_new(params, "points", json_integer(points));
    }
    return session_show(s, "portfolio.pareto", params, print);
}

static const option_row options[] = {
    METRIC_OPTION,
    REP_OPTION,
    {"points", OPTION_NUMBER, "N", NULL, "so many points of the curve as a table, too (1 to 1000)"},
    {0},
};

const command command_pareto = {
    .name = "pareto",
    .operands = "",
    .has_list = true,
    .help = "How many clients make 80 % of it: the curve, the sentence, the concentration",
    .options = options,
    .run = run,
};
