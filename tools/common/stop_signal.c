#include "tools/common/stop_signal.h"

#include <assert.h>
#include <signal.h>

static volatile sig_atomic_t stops;

static void note_stop(int signal_number) {
    (void)signal_number;
    if (stops < 100) {
        stops = stops + 1;
    }
}

static void handle(int signal_number, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler};
    int bad = sigemptyset(&action.sa_mask);
    bad |= sigaction(signal_number, &action, NULL);
    assert(bad == 0); /* the arguments are constants */
    (void)bad;
}

void stop_signal_watch(void) {
    handle(SIGINT, note_stop);
    handle(SIGTERM, note_stop);
    handle(SIGPIPE, SIG_IGN);
}

int stop_signal_count(void) {
    return stops;
}
