/* clientele-sim: a simulated company for trying clientele. See docs/man/clientele-sim.1. */
#include <stdlib.h>

#include "tools/clientele_sim/event_log.h"
#include "tools/clientele_sim/services.h"
#include "tools/common/stop_signal.h"

enum { EXIT_USAGE = 2 };

int main(int argc, char **argv) {
    sim_options options;
    switch (sim_options_read(argc, argv, &options)) {
    case OPTIONS_DONE: return EXIT_SUCCESS;
    case OPTIONS_BAD: return EXIT_USAGE;
    case OPTIONS_RUN: break;
    }
    stop_signal_watch();
    return options.output != NULL ? event_log_write(&options) : services_run(&options);
}
