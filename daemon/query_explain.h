/* query_explain.h - the half of client.explain that is about a figure. */
#ifndef DAEMON_QUERY_EXPLAIN_H
#define DAEMON_QUERY_EXPLAIN_H

#include "daemon/rpc_call.h"

/* Answers with the documents that make the figure up, newest first, each with what it adds. */
bool explain_figure(rpc_call *call, uint32_t client);

#endif
