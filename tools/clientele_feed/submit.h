/* submit.h - sends the events acknowledged: nothing counts as sent until the daemon says it is
 * durable.
 *
 * A message that the daemon is too busy for is sent again, later each time. Without an answer for
 * the timeout, the connection is made anew and what is unacknowledged sent again: repetition is
 * harmless. */
#ifndef TOOLS_CLIENTELE_FEED_SUBMIT_H
#define TOOLS_CLIENTELE_FEED_SUBMIT_H

#include "tools/clientele_feed/summary.h"

/* Says on standard error what is rejected (the first ten) and what goes wrong. */
void submit_events(const feed_options *options, event_lines *lines, feed_summary *ret_summary);

#endif
