#include "tools/clientele/client_standing.h"

#include "tools/clientele/figure.h"
#include "tools/common/must.h"

#include <stdlib.h>
#include <string.h>

/* 1,204th */
static char *ordinal(const session *s, const json_t *place) {
    json_int_t number = json_integer_value(place);
    json_int_t tens = number % 100;
    const char *ending = "th";
    if (tens < 11 || tens > 13) {
        switch (number % 10) {
        case 1: ending = "st"; break;
        case 2: ending = "nd"; break;
        case 3: ending = "rd"; break;
        default: break;
        }
    }
    char *digits = figure_text(place, FIGURE_NUMBER, s->in_utf8);
    char *text = must_print("%s%s", digits, ending);
    free(digits);
    return text;
}

/* "17th of 804"; NULL: the place is not known. */
static char *standing(const session *s, const json_t *place, const json_t *of) {
    if (!json_is_integer(place)) {
        return NULL;
    }
    char *nth = ordinal(s, place);
    char *all = figure_text(of, FIGURE_NUMBER, s->in_utf8);
    char *text = must_print("%s of %s", nth, all);
    free(all);
    free(nth);
    return text;
}

static void print_rank(session *s, const json_t *client) {
    char *whole = standing(s, figure_at(client, "rank.place"), figure_at(client, "rank.of"));
    char *rep = standing(s, figure_at(client, "rank.in_rep"), figure_at(client, "rank.rep_of"));
    if (whole != NULL) {
        const json_t *upto = figure_at(client, "rank.cumulative_share");
        char *name = figure_text(json_object_get(client, "rep"), FIGURE_TEXT, s->in_utf8);
        char *share = figure_text(upto, FIGURE_SHARE, s->in_utf8);
        char *line = must_print(
            "Rank  %s%s%s%s%s%s%s", whole, rep == NULL ? "" : ", ", rep == NULL ? "" : rep,
            rep == NULL ? "" : " with ", rep == NULL ? "" : name,
            json_is_number(upto) ? "; cumulative " : "", json_is_number(upto) ? share : "");
        session_line(s, TONE_PLAIN, line);
        free(line);
        free(share);
        free(name);
    }
    free(rep);
    free(whole);
}

static void print_segments(session *s, const json_t *client) {
    static const struct {
        const char *label, *path;
    } parts[] = {
        {"ABC ", "segments.abc"},         {"Pareto ", "segments.pareto"}, {"size ", "segments.pmg"},
        {"crossed ", "segments.crossed"}, {"RFM ", "segments.rfm.name"},  {"R", "segments.rfm.r"},
        {"F", "segments.rfm.f"},          {"M", "segments.rfm.m"},        {"T", "segments.frat.t"},
    };
    char *line = must_copy("", 0);
    bool after_score = false;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const json_t *value = figure_at(client, parts[i].path);
        if (value == NULL || json_is_null(value)) {
            continue;
        }
        bool is_score = json_is_integer(value);
        const char *separator = is_score && after_score ? " " : line[0] == '\0' ? "" : ", ";
        char *text = figure_text(value, FIGURE_TEXT, s->in_utf8);
        char *longer = must_print("%s%s%s%s", line, separator, parts[i].label, text);
        free(line);
        free(text);
        line = longer;
        after_score = is_score;
    }
    if (line[0] != '\0') {
        session_line(s, TONE_PLAIN, line);
    }
    free(line);
}

void client_standing_print(session *s, const json_t *client) {
    print_rank(s, client);
    print_segments(s, client);
}
