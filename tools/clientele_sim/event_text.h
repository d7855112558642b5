/* event_text.h - one simulated event as the JSON text of a CloudEvent, without line end.
 *
 * Form    amounts are mostly strings, at times numbers; line items may leave out quantity, cost and
 *         category; the CRM writes times in UTC, the others with their offset. The form follows
 *         from the event's random bits alone, so the same event always has the same text.
 * Cost    no allocation, about half a microsecond. */
#ifndef TOOLS_CLIENTELE_SIM_EVENT_TEXT_H
#define TOOLS_CLIENTELE_SIM_EVENT_TEXT_H

#include <stddef.h>

#include "tools/clientele_sim/business.h"

enum {
    EVENT_TEXT_SIZE = 8192, /* no event is longer */
    EVENT_SEQUENCE_DIGITS = 12,
};

/* Where the sequence stands in the text, so that it can be given (or left out) when the event is
 * sent: the whole member `"sequence":"000000000000",` and its digits. */
typedef struct event_text {
    char bytes[EVENT_TEXT_SIZE];
    size_t length;
    size_t sequence_from;  /* first byte of the member */
    size_t sequence_until; /* first byte behind it */
    size_t digits_from;
} event_text;

/* `products` is business_products(). */
void event_text_write(event_text *self, const product *products, const sim_event *event);

/* Writes the twelve digits at their place. */
void event_text_number(char *digits, uint64_t sequence);

#endif
