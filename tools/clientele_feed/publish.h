/* publish.h - publishes the events live: [type][event], or ["batch"][array of events].
 *
 * Nothing is dropped: a slow subscriber slows the feed down. What became of an event, only the
 * acknowledged way (submit.h) can tell. */
#ifndef TOOLS_CLIENTELE_FEED_PUBLISH_H
#define TOOLS_CLIENTELE_FEED_PUBLISH_H

#include "tools/clientele_feed/summary.h"

#define TOPIC_BATCH "batch"
#define TOPIC_UNKNOWN "unknown" /* lines that are no JSON object with a type */

void publish_events(const feed_options *options, event_lines *lines, feed_summary *ret_summary);

#endif
