/* past.h - a metric as of an earlier day, from a ledger's entries: no history of figures is kept. */
#ifndef PORTFOLIO_PAST_H
#define PORTFOLIO_PAST_H

#include "portfolio/ledger.h"
#include "portfolio/metric.h"

/* What the metric was on the day that `trailing` ends with, by all that is on record now and dated up to
 * then. O(entries since the span's beginning); revenue_total: O(entries). */
int64_t past_figure(metric m, const ledger *l, span trailing);

#endif
