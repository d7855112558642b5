/* pace.h - so many events a second, evenly. Time is an argument, in nanoseconds of any steady
 * clock.
 *
 * Time lost by somebody else's slowness is made up for 50 ms at most: no bursts. */
#ifndef TOOLS_CLIENTELE_FEED_PACE_H
#define TOOLS_CLIENTELE_FEED_PACE_H

#include <stdint.h>

typedef struct pace {
    uint64_t per_second; /* 0: as fast as possible */
    int64_t origin;
    uint64_t spent; /* events since the origin */
} pace;

void pace_init(pace *self, uint64_t per_second, int64_t now);

/* Nanoseconds until one more event may go; 0: now. */
int64_t pace_wait(const pace *self, int64_t now);

void pace_spend(pace *self, int64_t now);

#endif
