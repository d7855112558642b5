/* summary.h - what a run of clientele-feed has done: told at its end, and its exit status. */
#ifndef TOOLS_CLIENTELE_FEED_SUMMARY_H
#define TOOLS_CLIENTELE_FEED_SUMMARY_H

#include "tools/clientele_feed/options.h"

enum { EXIT_TAKEN = 0, EXIT_REJECTED = 1, EXIT_USAGE = 2, EXIT_UNREACHED = 3 };

typedef struct feed_summary {
    uint64_t sent; /* events; resent ones once */
    uint64_t messages;
    uint64_t accepted;
    uint64_t duplicate;
    uint64_t rejected;
    uint64_t unacknowledged;
    uint64_t busy; /* answers that asked to come back later */
    uint64_t reconnected;
    bool input_damaged;
    bool unreached;
    bool interrupted;
    double seconds;
} feed_summary;

/* On standard output, as the options ask. */
void feed_summary_print(const feed_summary *self, const feed_options *options);
int feed_summary_status(const feed_summary *self);

#endif
