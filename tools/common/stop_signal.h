/* stop_signal.h - SIGINT and SIGTERM as a wish to end cleanly.
 *
 * Calls that wait are interrupted (EINTR), so that the wish is seen at once. SIGPIPE is ignored:
 * writing fails instead. */
#ifndef TOOLS_COMMON_STOP_SIGNAL_H
#define TOOLS_COMMON_STOP_SIGNAL_H

#include <stdbool.h>

/* Call once, before any thread or child is started. */
void stop_signal_watch(void);

/* How many of the two signals have come; 0: go on. */
int stop_signal_count(void);

static inline bool stop_wanted(void) {
    return stop_signal_count() > 0;
}

#endif
