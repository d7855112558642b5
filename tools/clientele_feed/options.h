/* options.h - what clientele-feed is asked to do. */
#ifndef TOOLS_CLIENTELE_FEED_OPTIONS_H
#define TOOLS_CLIENTELE_FEED_OPTIONS_H

#include "tools/clientele_feed/event_lines.h"

typedef enum feed_way { FEED_SEND, FEED_LISTEN, FEED_CONNECT } feed_way;

typedef struct feed_options {
    feed_way way;
    const char *endpoint;
    const char *path; /* "-": standard input */
    line_choice choice;
    uint32_t batch;  /* events a message */
    uint32_t window; /* messages in flight */
    uint64_t rate;   /* events a second; 0: no limit */
    int64_t wait_ms; /* live: for the first subscriber; -1: forever, 0: not at all */
    int64_t timeout_ms;
    const char *replay;   /* live: where what was missed can be asked for; NULL: nowhere */
    uint64_t keep;        /* events of a source that can be asked for */
    int64_t heartbeat_ms; /* 0: none */
    bool follow;          /* the file may grow */
    bool lossy;           /* drop what a slow subscriber has no room for */
    uint32_t retries;     /* reconnections in a row without an answer */
    bool json;
    bool quiet;
} feed_options;

typedef enum options_result { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_BAD } options_result;

/* DONE: help or version was asked for and printed. BAD: said why on standard error. Strings are
 * borrowed from argv. */
options_result feed_options_read(int argc, char **argv, feed_options *ret_options);

#endif
