/* metric_words.h - what clients are ranked by, in words. */
#ifndef TOOLS_CLIENTELE_METRIC_WORDS_H
#define TOOLS_CLIENTELE_METRIC_WORDS_H

#include "tools/clientele/session.h"

#include <jansson.h>

/* Option rows for --rep and --metric. */
#define METRIC_OPTION                                                                      \
    {                                                                                      \
        "metric", OPTION_CHOICE, "revenue|margin|quantity|orders|revenue_total", "metric", \
            "by this figure of the trailing year, or by all revenue ever (as configured)"  \
    }
#define REP_OPTION \
    { "rep", OPTION_TEXT, "REP", "rep", "the clients of this sales rep, among themselves" }

/* "trailing revenue" of the result's `metric`; another daemon's word as it is, cleaned. The caller
 * frees. */
char *metric_words(const session *s, const json_t *result);

/* A heading ("Pareto") with the metric and whose portfolio it is, then as_of_print. */
void metric_title_print(session *s, const char *heading, const json_t *result);

#endif
