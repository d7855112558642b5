/* document_place.h - where a page of a client's documents ended, as a cursor. */
#ifndef DAEMON_DOCUMENT_PLACE_H
#define DAEMON_DOCUMENT_PLACE_H

#include "daemon/rpc_call.h"
#include "store/document_table.h"

/* The place that `after` gives; without one, the beginning. false: refused. */
bool document_place_read(rpc_call *call, indexed_document *ret);

/* `after` of the answer: this place, or null when there is no more. */
void document_place_write(rpc_call *call, const indexed_document *at, bool more);

#endif
