/* json_figures.h - figures as JSON: amounts and quantities are decimal strings, ratios numbers, days dates. */
#ifndef DAEMON_JSON_FIGURES_H
#define DAEMON_JSON_FIGURES_H

#include "daemon/json_write.h"
#include "portfolio/calendar.h"

/* Minor units with all the currency's decimals: "5189.08". */
void json_amount(json_writer *self, int64_t minor, int decimals);
/* Thousandths without trailing zeros: "2.5". */
void json_quantity(json_writer *self, int64_t thousandths);
/* Millionths as a number: 0.088532; INT64_MIN: null. */
void json_ratio(json_writer *self, int64_t millionths);
/* "2026-03-02"; DAY_NONE: null. */
void json_day(json_writer *self, day d);
/* RFC 3339 in UTC; INT64_MIN: null. */
void json_instant(json_writer *self, int64_t nanoseconds);

#endif
