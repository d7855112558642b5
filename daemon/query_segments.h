/* query_segments.h - what the parts of portfolio.segments share. */
#ifndef DAEMON_QUERY_SEGMENTS_H
#define DAEMON_QUERY_SEGMENTS_H

#include "daemon/metric_scope.h"

/* Opens the answer: `by`, `rep`, `metric`. */
json_writer *segments_begin(rpc_call *call, const metric_scope *scope);
/* `clients` and `total`, then `rows` is open. */
void segments_open_rows(json_writer *out, const metric_scope *scope, const ranking *of);
/* `class` and the counts of A, B and C. */
void segments_write_abc(json_writer *out, const metric_scope *scope, const ranking *of,
                        const borders *b);

/* The answers. false: refused. */
bool segments_by_scores(rpc_call *call, const metric_scope *scope); /* rfm, frat */
bool segments_by_category(rpc_call *call, const metric_scope *scope);
bool segments_by_phase(rpc_call *call, const metric_scope *scope);
bool segments_in_category(rpc_call *call, const metric_scope *scope);

#endif
