/* metric_scope.h - the clients and the metric that a portfolio.* method is asked about. */
#ifndef DAEMON_METRIC_SCOPE_H
#define DAEMON_METRIC_SCOPE_H

#include "daemon/rpc_call.h"

typedef struct metric_scope {
    portfolio *portfolio;
    uint32_t rep_number; /* NUMBER_NONE: all clients */
    text rep;            /* absent: all clients */
    metric metric;
    const ranking *ranking; /* the scope's clients by the metric */
    standing_rules rules;   /* as they hold for the metric */
} metric_scope;

/* Reads `rep` and `metric`. false: refused. */
bool metric_scope_read(rpc_call *call, metric_scope *ret);

/* The known clients in scope, each with its figure, by place. O(1) a client. */
typedef struct scope_walk {
    const ranking *ranking;
    uint32_t place; /* of items[0] */
    uint32_t at, count;
    ranked items[64];
} scope_walk;
void scope_walk_begin(scope_walk *self, const metric_scope *scope);
bool scope_walk_next(scope_walk *self, ranked *ret); /* false: no more */

/* What a kept ranking of all clients is for those in scope: itself, or for a rep one made in `room`, which the
 * caller finishes in any case. NULL, refused: no memory. O(n log n) for a rep. */
const ranking *metric_scope_part(rpc_call *call, const metric_scope *self, const kept_ranking *k,
                                 ranking *room);

/* A row's or the whole's `clients` and so on. */
void metric_scope_write_counts(json_writer *out, const metric_scope *self, ranking_sums counts,
                               uint32_t of_clients, int64_t of_sum);

/* The members `rep` and `metric`. */
void metric_scope_write(json_writer *out, const metric_scope *self);
/* A figure of the metric: an amount, a quantity or a whole number. */
void metric_write(json_writer *out, const portfolio *p, metric m, int64_t value);

#endif
