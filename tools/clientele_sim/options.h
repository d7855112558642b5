/* options.h - what clientele-sim is asked to do. */
#ifndef TOOLS_CLIENTELE_SIM_OPTIONS_H
#define TOOLS_CLIENTELE_SIM_OPTIONS_H

#include "tools/clientele_sim/delivery.h"

typedef struct sim_options {
    business_settings business;
    fault_rates faults;
    const char *endpoints[SIM_SOURCES];
    const char *replays[SIM_SOURCES]; /* NULL: what was missed cannot be asked for */
    uint64_t keep;                    /* events of a service that can be asked for */
    int64_t heartbeat_ms;             /* 0: none */
    const char *output;               /* NULL: publish; "-": standard output */
    instant until;                    /* the end of the run */
    bool endless;                     /* neither days nor limit were given */
    uint64_t limit;                   /* events before faults; UINT64_MAX: none */
    uint64_t speed;  /* simulated days a second in millionths; 0: as fast as possible */
    int64_t wait_ms; /* for the first subscriber; -1: forever, 0: not at all */
    bool lossy;
    bool quiet;
} sim_options;

typedef enum options_result { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_BAD } options_result;

/* DONE: help or version was asked for and printed. BAD: said why on standard error. Strings are
 * borrowed from argv. */
options_result sim_options_read(int argc, char **argv, sim_options *ret_options);

#endif
