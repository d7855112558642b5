/* clock.h - nanoseconds on a clock that only goes forward. */
#ifndef TOOLS_CLIENTELE_FEED_CLOCK_H
#define TOOLS_CLIENTELE_FEED_CLOCK_H

#include <assert.h>
#include <stdint.h>
#include <time.h>

static inline int64_t clock_now_ns(void) {
    struct timespec now;
    int bad = clock_gettime(CLOCK_MONOTONIC, &now);
    assert(bad == 0); /* the clock exists on every Linux */
    (void)bad;
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static inline int64_t clock_now_ms(void) {
    return clock_now_ns() / 1000000;
}

#endif
