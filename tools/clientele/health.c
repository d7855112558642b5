/* clientele health: is the daemon well? */
#include "tools/clientele/dossier.h"

static const dossier_figure figures[] = {
    {"Health", "status", "status", FIGURE_TEXT},
    {"Health", "as of", "as_of", FIGURE_TEXT},
    {"Health", "clock", "clock", FIGURE_TEXT},
    {"Health", "commit", "commit", FIGURE_TEXT},
    {"Health", "up", "uptime_seconds", FIGURE_SPAN},
    {"Health", "memory", "memory_bytes", FIGURE_BYTES},
    {"Content", "clients", "clients", FIGURE_NUMBER},
    {"Content", "documents", "documents", FIGURE_NUMBER},
    {"Content", "quarantined", "quarantined", FIGURE_NUMBER},
    {"Work", "batches waiting", "batches_waiting", FIGURE_NUMBER},
    {"Work", "accounts to write", "dirty_accounts", FIGURE_NUMBER},
    {"Store", "used", "store.used_bytes", FIGURE_BYTES},
    {"Store", "of", "store.map_bytes", FIGURE_BYTES},
    {"Store", "free on disk", "store.free_bytes", FIGURE_BYTES},
};

static void print(session *s, const json_t *result) {
    dossier_print(s, figures, sizeof figures / sizeof figures[0], result);
}

static int run(session *s) {
    return session_show(s, "system.health", NULL, print);
}

const command command_health = {
    .name = "health",
    .operands = "",
    .help = "Whether clienteled is well: status, load, store, memory",
    .run = run,
};
