/* event_lines.h - the events to send: the lines asked for, in the order asked for, numbered if
 * asked. */
#ifndef TOOLS_CLIENTELE_FEED_EVENT_LINES_H
#define TOOLS_CLIENTELE_FEED_EVENT_LINES_H

#include "tools/clientele_feed/event_scan.h"
#include "tools/clientele_feed/line_reader.h"

typedef struct line_choice {
    uint64_t from;   /* the first one, from 1; blank lines are not counted */
    uint64_t limit;  /* how many; UINT64_MAX: all */
    uint64_t repeat; /* each so many times */
    bool shuffle;    /* all lines are loaded first */
    uint64_t seed;
    const char *source; /* NULL: lines are sent as they are; needs no JSON escapes */
} line_choice;

/* Borrowed until the next call. */
typedef struct event_line {
    const char *bytes;
    size_t length;
    uint64_t line; /* where it stands in the file */
    event_shape shape;
} event_line;

typedef struct kept_line {
    size_t from;
    size_t length;
    uint64_t line;
    event_shape shape;
} kept_line;

typedef struct event_lines {
    line_reader *reader;
    line_choice choice;
    event_line current;
    uint64_t repeats_left;
    uint64_t counted; /* lines read, the skipped ones included */
    /* numbering */
    char *stamped;
    size_t stamped_capacity;
    /* shuffling */
    bool shuffled;
    kept_line *kept;
    size_t kept_count;
    size_t kept_capacity;
    size_t kept_given;
    char *bytes;
    size_t bytes_used;
    size_t bytes_capacity;
} event_lines;

/* The reader is borrowed. */
void event_lines_init(event_lines *self, line_reader *reader, const line_choice *choice);
void event_lines_finish(event_lines *self);

/* As line_reader_next. A shuffle whose input fails gives LINE_ERROR and no line. */
line_result event_lines_next(event_lines *self, event_line *ret_line);

/* How many events there will be, as well as can be told from what was `given` so far; 0: not known.
 */
uint64_t event_lines_expected(const event_lines *self, uint64_t given);

#endif
