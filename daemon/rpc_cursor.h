/* rpc_cursor.h - the opaque place in a list where the next page goes on: the last item told, with a check.
 *
 * A cursor is for one method in one order; any other text is refused, so that a page never begins at a wrong place. */
#ifndef DAEMON_RPC_CURSOR_H
#define DAEMON_RPC_CURSOR_H

#include "daemon/rpc_call.h"

/* What the last item was sorted by, and which it was; lists use what they need. */
typedef struct cursor {
    int64_t number;
    text words;
    text id;
} cursor;

/* The bytes a cursor that was read points into. */
typedef struct cursor_room {
    char bytes[CURSOR_TEXT_MAX / 2];
} cursor_room;

/* `after`: the cursor of the next page, or null when `last` is NULL. */
void cursor_write(rpc_call *call, const cursor *last);

/* The place that `after` gives; *ret_given false: the beginning. false, refused: not a cursor of this list. */
bool cursor_read(rpc_call *call, cursor_room *room, bool *ret_given, cursor *ret);

#endif
