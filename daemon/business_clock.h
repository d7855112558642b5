/* business_clock.h - clock: wall. Turns the system clock into a business day that only moves forward, and not far. */
#ifndef DAEMON_BUSINESS_CLOCK_H
#define DAEMON_BUSINESS_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "portfolio/calendar.h"

enum { CLOCK_JUMP_DAYS_MAX = 366 };

/* What has been logged already. Zeroed at first. */
typedef struct business_clock {
    bool told_backwards;
    day told_jump; /* the day that was refused */
    int64_t told_when;
} business_clock;

/* Whether the day moves on from `today` at that instant (nanoseconds), and to which. An earlier date is ignored and
 * logged once; one more than 366 days ahead is taken for a wrong clock, refused, and logged every hour: if it is
 * right, a restart applies it. */
bool business_clock_moves(business_clock *self, day today, int64_t now, day *ret_day);

#endif
