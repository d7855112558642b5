/* source_state.h - how complete a source is, in a word; and the log lines when that changes. */
#ifndef DAEMON_SOURCE_STATE_H
#define DAEMON_SOURCE_STATE_H

#include "conf/config.h"
#include "store/source_table.h"

typedef enum source_state {
    SOURCE_UNNUMBERED,      /* its events carry no sequence: nobody can tell */
    SOURCE_COMPLETE,        /* nothing is known to be missing */
    SOURCE_RESYNCHRONISING, /* something is, and its feed's replay endpoint is asked for it */
    SOURCE_GAP,             /* something is, and its feed has no replay endpoint */
    SOURCE_SILENT, /* complete as far as is known, but its feed has not been heard for a while */
    SOURCE_ENDED,  /* another epoch has taken its place */
} source_state;

/* `now` in nanoseconds. */
source_state source_state_of(const config *c, const sources *all, const source_record *s,
                             int64_t now);
const char *source_state_name(source_state state);
/* Whether some source is being resynchronised. */
bool source_state_any_resyncing(const config *c, const sources *all, int64_t now);

/* Writes a log line for each gap that has opened, healed or been given up, and each new epoch, since the last call. */
void source_state_tell(const config *c, sources *all, int64_t now);

#endif
