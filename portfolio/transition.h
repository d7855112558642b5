/* transition.h - one recorded change of a client's phase or class: when, from what to what, why.
 *
 * Recorded once, in the commit of its cause, and never told otherwise later, whatever the rules become.
 * Owner   texts are borrowed from whoever made or read it. */
#ifndef PORTFOLIO_TRANSITION_H
#define PORTFOLIO_TRANSITION_H

#include "portfolio/lifecycle.h"

typedef enum transition_kind {                    /* stored: append only */
                               TRANSITION_PHASE,  /* from and to are names of phases */
                               TRANSITION_ABC,    /* A, B, C */
                               TRANSITION_PARETO, /* large, small */
                               TRANSITION_KINDS
} transition_kind;
const char *transition_kind_name(transition_kind k); /* "phase" */

typedef enum cause_kind {               /* stored: append only */
                          CAUSE_DAY,    /* the day came; nothing happened */
                          CAUSE_EVENT,  /* an event about this client */
                          CAUSE_RULES,  /* the configuration's rules changed */
                          CAUSE_OTHERS, /* figures of clients that are ranked together changed */
                          CAUSE_KINDS
} cause_kind;
const char *cause_kind_name(cause_kind k); /* "event" */

typedef struct transition_cause {
    cause_kind kind;
    text type;     /* EVENT: "order.placed" */
    text event;    /* its id */
    text document; /* the document's */
} transition_cause;

typedef struct transition {
    uint64_t number;   /* 1, 2, ... in the order of recording */
    uint64_t previous; /* the number of the client's one before, of any kind; 0: none */
    uint64_t commit;   /* in which it was recorded */
    transition_kind kind;
    text client;
    text from; /* absent: none before */
    text to;
    day day; /* the business day it happened on */
    transition_cause cause;
    phase_reasons reasons; /* the values that decided it, as of that day; none for classes */
} transition;

/* A change of phase that has not been recorded yet. */
typedef struct phase_change {
    uint32_t client;
    uint8_t from,
        to; /* of the rules; from: PHASE_NONE when there was none, or one of other rules */
    phase_reasons reasons;
} phase_change;

typedef struct phase_changes {
    phase_change *items;
    uint32_t count, room;
} phase_changes;

#endif
