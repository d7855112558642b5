/* metric.h - what clients are ranked by. */
#ifndef PORTFOLIO_METRIC_H
#define PORTFOLIO_METRIC_H

#include <stdbool.h>

#include "portfolio/text.h"

typedef enum metric { /* over the trailing year, but for the last */
                      METRIC_REVENUE,
                      METRIC_MARGIN,
                      METRIC_QUANTITY,
                      METRIC_ORDERS,
                      METRIC_REVENUE_TOTAL,
                      METRIC_COUNT
} metric;

const char *metric_name(metric m); /* "revenue_total" */
bool metric_find(text name, metric *ret_metric);

#endif
