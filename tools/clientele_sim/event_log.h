/* event_log.h - the whole company's events as one file of JSON lines, in order of delivery. */
#ifndef TOOLS_CLIENTELE_SIM_EVENT_LOG_H
#define TOOLS_CLIENTELE_SIM_EVENT_LOG_H

#include "tools/clientele_sim/options.h"

/* Writes options->output. Returns the program's exit status; says on standard error what went
 * wrong. */
int event_log_write(const sim_options *options);

#endif
