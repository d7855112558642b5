/* owner_loop.h - the owner thread: commits batches, answers queries between them, lets days pass, tidies when idle.
 *
 * It alone touches the bookkeeper. A turn takes at most one batch and 64 requests of each socket, so that neither
 * waits long for the other. */
#ifndef DAEMON_OWNER_LOOP_H
#define DAEMON_OWNER_LOOP_H

#include "daemon/startup.h"

/* Runs until a signal asks for the end (0) or the daemon cannot go on (1; the log says why). */
int owner_loop_run(service *s);

#endif
