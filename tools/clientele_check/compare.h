/* compare.h - what the store holds against what its documents give. */
#ifndef TOOLS_CLIENTELE_CHECK_COMPARE_H
#define TOOLS_CLIENTELE_CHECK_COMPARE_H

#include "conf/config.h"
#include "store/store.h"
#include "tools/clientele_check/recompute.h"

typedef struct check_report {
    uint64_t documents, clients, reps;
    uint64_t differences;
    void (*difference)(void *context, const char *sentence); /* told each one */
    recompute_progress *progress;                            /* may be NULL */
    void *context;
} check_report;

/* Loads the store as the daemon would, recomputes everything from its documents and compares. All of one commit, also
 * while the daemon writes. false: could not, `error` says why. */
bool check_store(store *s, const config *c, check_report *report,
                 char error[static STORE_ERROR_SIZE]);

#endif
