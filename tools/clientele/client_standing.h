/* client_standing.h - a client's rank and segments in two lines of words. */
#ifndef TOOLS_CLIENTELE_CLIENT_STANDING_H
#define TOOLS_CLIENTELE_CLIENT_STANDING_H

#include "tools/clientele/session.h"

#include <jansson.h>

/* "17th of 804, 9th of 201 with anna", then the classes and scores; nothing of what an older daemon
 * does not send. */
void client_standing_print(session *s, const json_t *client);

#endif
