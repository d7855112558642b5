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

/* Whether the client is known and in scope. */
bool metric_scope_holds(const metric_scope *self, uint32_t client);
/* The metric of a client in scope. */
int64_t metric_scope_figure(const metric_scope *self, uint32_t client);

/* The members `rep` and `metric`. */
void metric_scope_write(json_writer *out, const metric_scope *self);
/* A figure of the metric: an amount, a quantity or a whole number. */
void metric_write(json_writer *out, const portfolio *p, metric m, int64_t figure);

#endif
