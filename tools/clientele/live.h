/* live.h - the summary, asked again every second. */
#ifndef TOOLS_CLIENTELE_LIVE_H
#define TOOLS_CLIENTELE_LIVE_H

#include "tools/clientele/session.h"

/* On a terminal redraws the screen; elsewhere prints a line (with --json an object a line) per
 * refresh. Ends after `seconds` (0: never), or with Ctrl-C, which is a proper end: status 0.
 * Once the daemon has answered, its absence is shown and waited out. */
int live_summary(session *s, json_int_t seconds);

/* The whole summary, on s->out. */
void summary_print(session *s, const json_t *result);

#endif
