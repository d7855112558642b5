/* message.h - the events of one message, and the lines they came from.
 *
 * One event alone is the line as it is; several are a JSON array of the lines as they are. */
#ifndef TOOLS_CLIENTELE_FEED_MESSAGE_H
#define TOOLS_CLIENTELE_FEED_MESSAGE_H

#include "tools/clientele_feed/event_lines.h"

typedef struct message {
    char *bytes;
    size_t length;
    size_t capacity;
    uint64_t *lines; /* of each event, where it stands in the file */
    uint32_t count;
    uint32_t lines_capacity;
    bool alone; /* its one line is not sound */
} message;

/* A zeroed message is an empty one. */
void message_finish(message *self);
void message_clear(message *self);

/* Whether the line may join the message's events: a line that is not sound stands alone. */
bool message_may_add(const message *self, const event_line *line, uint32_t events_max);
void message_add(message *self, const event_line *line);

/* Closes the array. The content is then bytes + *ret_from. Once, after the last event. */
void message_seal(message *self, size_t *ret_from, size_t *ret_length);

#endif
