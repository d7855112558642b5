/* run.h - one run of the simulated company, told by one or more of its services.
 *
 * A process that tells one service only runs the whole company all the same: what it tells is then
 * the same as in a run that tells all three. */
#ifndef TOOLS_CLIENTELE_SIM_RUN_H
#define TOOLS_CLIENTELE_SIM_RUN_H

#include "tools/clientele_sim/options.h"

typedef struct run {
    business *company;
    delivery *deliveries[SIM_SOURCES]; /* NULL: not told by this process */
    uint64_t told;                     /* by all services, before faults */
    uint64_t limit;
    instant until;
    instant now;
} run;

/* Tells the services that are `wanted` to the sink. `self` must stay where it is until finish. */
void run_init(run *self, const sim_options *options, const bool wanted[static SIM_SOURCES],
              delivery_sink *sink, void *context);
void run_finish(run *self);

/* Goes on to the next thing that happens. false: the end, and everything is delivered. */
bool run_step(run *self);

#endif
