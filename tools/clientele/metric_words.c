#include "tools/clientele/metric_words.h"

#include "tools/clientele/dossier.h"
#include "tools/common/must.h"

#include <stdlib.h>
#include <string.h>

char *metric_words(const session *s, const json_t *result) {
    static const char *const words[][2] = {
        {"revenue", "trailing revenue"},   {"margin", "trailing margin"},
        {"quantity", "trailing quantity"}, {"orders", "orders of the trailing year"},
        {"revenue_total", "revenue ever"},
    };
    char *name = figure_text(json_object_get(result, "metric"), FIGURE_TEXT, s->in_utf8);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(name, words[i][0]) == 0) {
            free(name);
            return must_copy(words[i][1], strlen(words[i][1]));
        }
    }
    return name;
}

void metric_title_print(session *s, const char *heading, const json_t *result) {
    const json_t *rep = json_object_get(result, "rep");
    const json_t *category = json_object_get(result, "category");
    char *by = metric_words(s, result);
    char *of = figure_text(rep, FIGURE_TEXT, s->in_utf8);
    char *in = figure_text(category, FIGURE_CATEGORY, s->in_utf8);
    bool has_rep = json_is_string(rep);
    bool has_category = json_is_string(category);
    char *title =
        must_print("%s by %s%s%s%s%s", heading, by, has_category ? ", category " : "",
                   has_category ? in : "", has_rep ? ", clients of " : "", has_rep ? of : "");
    session_line(s, TONE_STRONG, title);
    as_of_print(s, result);
    session_line(s, TONE_PLAIN, "");
    free(title);
    free(in);
    free(of);
    free(by);
}
