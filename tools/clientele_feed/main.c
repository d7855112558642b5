/* clientele-feed: sends a file's events to the daemon. See docs/man/clientele-feed.1. */
#include <stdio.h>

#include "tools/clientele_feed/clock.h"
#include "tools/clientele_feed/publish.h"
#include "tools/clientele_feed/submit.h"
#include "tools/common/stop_signal.h"
#include "tools/common/terminal.h"

static int feed(const feed_options *options) {
    line_reader reader;
    if (!line_reader_open(&reader, options->path)) {
        (void)fprintf(stderr, "clientele-feed: %s\n", reader.problem);
        return EXIT_USAGE;
    }
    reader.follow = options->follow;
    event_lines lines;
    event_lines_init(&lines, &reader, &options->choice);
    feed_summary summary = {0};
    int64_t began = clock_now_ns();
    if (options->way == FEED_SEND) {
        submit_events(options, &lines, &summary);
    } else {
        publish_events(options, &lines, &summary);
    }
    summary.seconds = (double)(clock_now_ns() - began) / 1e9;
    feed_summary_print(&summary, options);
    event_lines_finish(&lines);
    line_reader_close(&reader);
    return feed_summary_status(&summary);
}

int main(int argc, char **argv) {
    feed_options options;
    terminal_use_locale();
    switch (feed_options_read(argc, argv, &options)) {
    case OPTIONS_DONE: return EXIT_TAKEN;
    case OPTIONS_BAD: return EXIT_USAGE;
    case OPTIONS_RUN: break;
    }
    stop_signal_watch();
    return feed(&options);
}
