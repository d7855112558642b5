/* progress_bar.h - one line that tells how far a long job is.
 *
 *   feed orders.jsonl  [#########-----------]  46 %  51,200/110,000 events  24,310/s  ETA 0:02
 *
 * A note may follow. On a terminal the line is redrawn in place, at most ten times a second.
 * Elsewhere (a file, a pipe, a service's log) nothing is printed but one final line.
 *
 * Units   `done` and `total` are counts of `unit` ("events", "bytes", ...). total 0: unknown, then
 *         no percentage, bar or ETA is shown.
 * Owner   the caller's memory; `out`, `label` and `unit` are borrowed until finish.
 * Cost    update is a clock read and a compare, unless a redraw is due: call it per item.
 * Errors  none: a failed write to `out` is ignored, the job goes on. */
#ifndef TOOLS_COMMON_PROGRESS_BAR_H
#define TOOLS_COMMON_PROGRESS_BAR_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct progress_bar {
    FILE *out;
    const char *label;
    const char *unit;
    uint64_t total;
    uint64_t done;
    int64_t started_ms;
    int64_t drawn_ms;
    bool on_terminal;
    bool in_utf8;
    bool drawn;
} progress_bar;

/* Starts the clock and, on a terminal, draws the empty bar. `unit` may be NULL. */
void progress_bar_init(progress_bar *bar, FILE *out, const char *label, uint64_t total,
                       const char *unit);

/* `done` is the sum so far, not the increment. `note` (a short word on the present state, may be
 * NULL) is shown at the end of the line; it may hold any bytes and is not kept. */
void progress_bar_update(progress_bar *bar, uint64_t done, const char *note);

/* Ends the line: leaves the final count, the rate and the time taken. Harmless when repeated. */
void progress_bar_finish(progress_bar *bar);

#endif
