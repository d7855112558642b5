/* event_scan.h - one careful look at a line: is it JSON that may stand in a batch, and what is its
 * type.
 *
 * A line that may spoil its neighbours is sent alone. So "sound" is stricter than JSON: well-formed
 * UTF-8, paired surrogates, at most SCAN_DEPTH_MAX levels, numbers that any parser can hold.
 * Cost    one pass, no allocation. */
#ifndef TOOLS_CLIENTELE_FEED_EVENT_SCAN_H
#define TOOLS_CLIENTELE_FEED_EVENT_SCAN_H

#include <stdbool.h>
#include <stddef.h>

enum { SCAN_DEPTH_MAX = 24, SCAN_NUMBER_DIGITS_MAX = 18 };

typedef struct event_shape {
    bool sound; /* one sound JSON object; if not, all else is false or 0 */
    bool has_members;
    bool has_source; /* members of the object itself, not of what is inside it */
    bool has_sequence;
    size_t members_from; /* the byte behind the opening brace */
    size_t type_from;    /* the bytes of the type's text, without quotes */
    size_t type_length;  /* 0: no type, or one written with escapes */
} event_shape;

event_shape event_scan(const char *bytes, size_t length);

#endif
