/* clocks.h - the only readers of time. */
#ifndef DAEMON_CLOCKS_H
#define DAEMON_CLOCKS_H

#include <stdint.h>

/* Nanoseconds since 1970-01-01T00:00:00Z, as the system clock has it. */
int64_t clocks_now(void);

/* Milliseconds since some moment in the past; never goes back. */
int64_t clocks_elapsed(void);

#endif
