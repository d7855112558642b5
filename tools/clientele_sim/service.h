/* service.h - one service's process: from the fork to its exit status. */
#ifndef TOOLS_CLIENTELE_SIM_SERVICE_H
#define TOOLS_CLIENTELE_SIM_SERVICE_H

#include <stdatomic.h>

#include "tools/clientele_sim/options.h"

/* In memory that all processes share. Each service writes its own row, the parent `started_ms`. */
typedef struct service_row {
    _Atomic uint64_t sent;
    _Atomic int64_t now; /* simulated */
    _Atomic bool ready;  /* has its subscriber */
} service_row;

typedef struct service_board {
    service_row rows[SIM_SOURCES];
    _Atomic int64_t started_ms; /* monotonic: when simulated time began to run */
} service_board;

/* Opens the endpoint, waits for a subscriber, then until `start` is closed by the parent, then
 * tells the service's events, each at its time. Returns the exit status of the process. */
int service_run(const sim_options *options, sim_source source, service_board *board, int start);

#endif
