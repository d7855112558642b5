/* query.h - the functions of the methods; each is a row of method.def and stands in the query_*.c of its subject. */
#ifndef DAEMON_QUERY_H
#define DAEMON_QUERY_H

#include "daemon/rpc_call.h"

#define METHOD(name, role, function, required, optional, sentence) bool function(rpc_call *call);
#include "daemon/method.def"
#undef METHOD

#endif
