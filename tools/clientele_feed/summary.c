#include "tools/clientele_feed/summary.h"

#include <inttypes.h>
#include <stdio.h>

static uint64_t per_second(const feed_summary *self) {
    return self->seconds > 0.001 ? (uint64_t)((double)self->sent / self->seconds) : 0;
}

static const char *outcome(const feed_summary *self) {
    return self->unreached       ? "unreached"
           : self->interrupted   ? "interrupted"
           : self->input_damaged ? "input damaged"
                                 : "done";
}

static void print_json(const feed_summary *self, const feed_options *options) {
    (void)printf("{\"outcome\":\"%s\",\"sent\":%" PRIu64 ",\"messages\":%" PRIu64, outcome(self),
                 self->sent, self->messages);
    if (options->way == FEED_SEND) {
        (void)printf(",\"accepted\":%" PRIu64 ",\"duplicate\":%" PRIu64 ",\"rejected\":%" PRIu64
                     ",\"unacknowledged\":%" PRIu64 ",\"busy\":%" PRIu64
                     ",\"reconnected\":%" PRIu64,
                     self->accepted, self->duplicate, self->rejected, self->unacknowledged,
                     self->busy, self->reconnected);
    }
    (void)printf(",\"seconds\":%.3f,\"events_per_second\":%" PRIu64 "}\n", self->seconds,
                 per_second(self));
}

static void print_words(const feed_summary *self, const feed_options *options) {
    (void)printf("%" PRIu64 " events %s", self->sent,
                 options->way == FEED_SEND ? "sent: " : "published");
    if (options->way == FEED_SEND) {
        (void)printf("%" PRIu64 " accepted, %" PRIu64 " duplicate, %" PRIu64 " rejected",
                     self->accepted, self->duplicate, self->rejected);
        if (self->unacknowledged > 0) {
            (void)printf(", %" PRIu64 " not acknowledged", self->unacknowledged);
        }
    }
    (void)printf("; %.1f s, %" PRIu64 " events/s\n", self->seconds, per_second(self));
}

void feed_summary_print(const feed_summary *self, const feed_options *options) {
    if (options->json) {
        print_json(self, options);
    } else if (!options->quiet) {
        print_words(self, options);
    }
    (void)fflush(stdout);
}

int feed_summary_status(const feed_summary *self) {
    if (self->unreached || self->unacknowledged > 0) {
        return EXIT_UNREACHED;
    }
    return self->rejected > 0 || self->input_damaged ? EXIT_REJECTED : EXIT_TAKEN;
}
