/* services.h - the three services as three processes, each a publisher of its own. */
#ifndef TOOLS_CLIENTELE_SIM_SERVICES_H
#define TOOLS_CLIENTELE_SIM_SERVICES_H

#include "tools/clientele_sim/options.h"

/* Starts the services, shows how far they are and waits for their end. Returns the program's exit
 * status; says on standard error what went wrong. Call before any ZeroMQ context exists. */
int services_run(const sim_options *options);

#endif
