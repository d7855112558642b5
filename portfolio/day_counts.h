/* day_counts.h - a multiset of days: which ones, how often. */
#ifndef PORTFOLIO_DAY_COUNTS_H
#define PORTFOLIO_DAY_COUNTS_H

#include "portfolio/calendar.h"

typedef struct day_count {
    day day;
    int32_t count;
} day_count;

typedef struct day_counts {
    day_count *items; /* by day; a count is never 0 */
    uint32_t count, room;
} day_counts;

void day_counts_finish(day_counts *self);

/* Adds times (may be negative) to a day's count. false: no memory. */
bool day_counts_add(day_counts *self, day d, int32_t times);

/* DAY_NONE when empty. */
day day_counts_first(const day_counts *self);

#endif
