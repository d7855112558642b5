#include "tools/clientele_sim/event_log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/clientele_sim/run.h"
#include "tools/common/must.h"
#include "tools/common/progress_bar.h"
#include "tools/common/stop_signal.h"

enum { BUFFER_SIZE = 1 << 18 };

typedef struct event_log {
    int file;
    char *buffer;
    size_t used;
    uint64_t lines;
    int error; /* of the first write that failed */
} event_log;

static void flush(event_log *self) {
    size_t written = 0;
    while (written < self->used && self->error == 0) {
        ssize_t wrote = write(self->file, self->buffer + written, self->used - written);
        if (wrote >= 0) {
            written += (size_t)wrote;
        } else if (errno != EINTR) {
            self->error = errno;
        }
    }
    self->used = 0;
}

static void append(void *context, sim_type type, instant when, const char *bytes, size_t length) {
    event_log *self = context;
    (void)type;
    (void)when;
    if (self->used + length + 1 > BUFFER_SIZE) {
        flush(self);
    }
    memcpy(self->buffer + self->used, bytes, length);
    self->used += length;
    self->buffer[self->used++] = '\n';
    self->lines++;
}

static void write_all(event_log *self, const sim_options *options) {
    static const bool all[SIM_SOURCES] = {true, true, true};
    run company;
    run_init(&company, options, all, append, self);
    progress_bar bar;
    bool shown = !options->quiet;
    if (shown) {
        uint64_t total = options->limit == UINT64_MAX ? 0 : options->limit;
        progress_bar_init(&bar, stderr, "clientele-sim", total, "events");
    }
    uint64_t shown_at = 0;
    while (self->error == 0 && !stop_wanted() && run_step(&company)) {
        if (shown && self->lines - shown_at >= 4096) {
            char date[DAY_TEXT_SIZE];
            day_format(office_day(company.now), date);
            progress_bar_update(&bar, company.told, date);
            shown_at = self->lines;
        }
    }
    flush(self);
    if (shown) {
        progress_bar_update(&bar, company.told, NULL);
        progress_bar_finish(&bar);
    }
    run_finish(&company);
}

int event_log_write(const sim_options *options) {
    bool standard = strcmp(options->output, "-") == 0;
    event_log self = {.file = STDOUT_FILENO};
    if (!standard) {
        self.file = open(options->output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    }
    if (self.file < 0) {
        (void)fprintf(stderr, "clientele-sim: cannot write %s: %s\n", options->output,
                      strerror(errno));
        return EXIT_FAILURE;
    }
    self.buffer = must_allocate(BUFFER_SIZE, 1);
    write_all(&self, options);
    free(self.buffer);
    if (!standard && close(self.file) != 0 && self.error == 0) {
        self.error = errno;
    }
    /* A reader of standard output that has seen enough (head) is no failure. */
    if (self.error != 0 && !(standard && self.error == EPIPE)) {
        (void)fprintf(stderr, "clientele-sim: writing %s failed: %s\n", options->output,
                      strerror(self.error));
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
