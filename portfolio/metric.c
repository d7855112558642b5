#include "portfolio/metric.h"

static const char *const metric_names[METRIC_COUNT] = {"revenue", "margin", "quantity", "orders",
                                                       "revenue_total"};

const char *metric_name(metric m) {
    return metric_names[m];
}

bool metric_find(text name, metric *ret_metric) {
    for (int m = 0; m < METRIC_COUNT; m++) {
        if (text_equal(name, text_of(metric_names[m]))) {
            *ret_metric = (metric)m;
            return true;
        }
    }
    return false;
}
