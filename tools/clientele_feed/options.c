#include "tools/clientele_feed/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "portfolio/limits.h"
#include "tools/common/number_argument.h"
#include "tools/common/replay_server.h"
#include "version.h"

#define MILLION UINT64_C(1000000)
#define WHOLE_MAX (UINT64_MAX - 1)

static const char help[] =
    "Usage: clientele-feed [OPTIONS] [FILE|-]\n"
    "Sends the events of a file or of standard input, one CloudEvent (JSON) a line, plain or "
    "gzip.\n"
    "\n"
    "How (one of):\n"
    "  --send ENDPOINT     acknowledged, to the daemon [tcp://127.0.0.1:5571]\n"
    "  --listen ENDPOINT   live: publish on a socket that subscribers connect to\n"
    "  --connect ENDPOINT  live: publish on a socket that connects to a subscriber\n"
    "\n"
    "  --batch N           events a message [100 acknowledged, 1 live]\n"
    "  --window N          acknowledged: messages in flight [16]\n"
    "  --timeout SECONDS   acknowledged: without an answer, connect anew [10]\n"
    "  --retries N         so many times in a row, then give up [3]\n"
    "  --wait SECONDS      live: for a subscriber; 0: do not wait [forever]\n"
    "  --replay ENDPOINT   live: answer those who ask for what they missed; stays until stopped\n"
    "  --keep N            replay: of each source, the newest N events [10000000]\n"
    "  --heartbeat SECONDS replay: tell the last sequence; 0: never [1]\n"
    "  --follow            live: go on with what is appended to the file; with --replay, what is\n"
    "                      there already is not published, only replayed\n"
    "  --lossy             live: drop what a slow subscriber has no room for\n"
    "What:\n"
    "  --from N            begin with event N\n"
    "  --limit N           so many events\n"
    "  --shuffle SEED      in random order\n"
    "  --repeat N          each event N times\n"
    "  --source NAME       give this source, and a sequence number, to events without\n"
    "  --rate N            events a second\n"
    "\n"
    "  --json              the summary as JSON\n"
    "  --quiet             no progress, no summary\n"
    "  --help, --version\n"
    "\n"
    "Exit status: 0 all taken, 1 some rejected or the input is damaged, 2 usage, 3 cannot reach "
    "the\n"
    "other side.\n";

enum {
    OPT_SEND = 1000,
    OPT_LISTEN,
    OPT_CONNECT,
    OPT_BATCH,
    OPT_WINDOW,
    OPT_TIMEOUT,
    OPT_RETRIES,
    OPT_WAIT,
    OPT_FROM,
    OPT_LIMIT,
    OPT_SHUFFLE,
    OPT_REPEAT,
    OPT_SOURCE,
    OPT_RATE,
    OPT_REPLAY,
    OPT_KEEP,
    OPT_HEARTBEAT,
    OPT_FOLLOW,
    OPT_LOSSY,
    OPT_JSON,
    OPT_QUIET,
    OPT_HELP,
    OPT_VERSION,
};

static const struct option names[] = {
    {"send", required_argument, NULL, OPT_SEND},
    {"listen", required_argument, NULL, OPT_LISTEN},
    {"connect", required_argument, NULL, OPT_CONNECT},
    {"batch", required_argument, NULL, OPT_BATCH},
    {"window", required_argument, NULL, OPT_WINDOW},
    {"timeout", required_argument, NULL, OPT_TIMEOUT},
    {"retries", required_argument, NULL, OPT_RETRIES},
    {"wait", required_argument, NULL, OPT_WAIT},
    {"from", required_argument, NULL, OPT_FROM},
    {"limit", required_argument, NULL, OPT_LIMIT},
    {"shuffle", required_argument, NULL, OPT_SHUFFLE},
    {"repeat", required_argument, NULL, OPT_REPEAT},
    {"source", required_argument, NULL, OPT_SOURCE},
    {"rate", required_argument, NULL, OPT_RATE},
    {"replay", required_argument, NULL, OPT_REPLAY},
    {"keep", required_argument, NULL, OPT_KEEP},
    {"heartbeat", required_argument, NULL, OPT_HEARTBEAT},
    {"follow", no_argument, NULL, OPT_FOLLOW},
    {"lossy", no_argument, NULL, OPT_LOSSY},
    {"json", no_argument, NULL, OPT_JSON},
    {"quiet", no_argument, NULL, OPT_QUIET},
    {"help", no_argument, NULL, OPT_HELP},
    {"version", no_argument, NULL, OPT_VERSION},
    {NULL, 0, NULL, 0},
};

static bool read_small(const char *given, uint64_t low, uint64_t high, uint32_t *ret_value) {
    uint64_t value = 0;
    if (!whole_argument(given, low, high, &value)) {
        return false;
    }
    *ret_value = (uint32_t)value;
    return true;
}

static bool read_seconds(const char *given, uint64_t low, int64_t *ret_ms) {
    uint64_t millionths = 0;
    if (!decimal_argument(given, low, 1000000 * MILLION, &millionths)) {
        return false;
    }
    *ret_ms = (int64_t)(millionths / 1000);
    return true;
}

/* Text that can stand between JSON quotes as it is. */
static bool read_source(const char *given, const char **ret_source) {
    size_t length = strlen(given);
    if (length == 0 || length > NAME_BYTES_MAX) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)given[i];
        if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\') {
            return false;
        }
    }
    *ret_source = given;
    return true;
}

static bool read_value(int name, const char *given, feed_options *options) {
    line_choice *choice = &options->choice;
    switch (name) {
    case OPT_BATCH: return read_small(given, 1, BATCH_EVENTS_MAX, &options->batch);
    case OPT_WINDOW: return read_small(given, 1, 4096, &options->window);
    case OPT_TIMEOUT: return read_seconds(given, 1000, &options->timeout_ms);
    case OPT_RETRIES: return read_small(given, 0, 1000000, &options->retries);
    case OPT_WAIT: return read_seconds(given, 0, &options->wait_ms);
    case OPT_FROM: return whole_argument(given, 1, WHOLE_MAX, &choice->from);
    case OPT_LIMIT: return whole_argument(given, 1, WHOLE_MAX, &choice->limit);
    case OPT_REPEAT: return whole_argument(given, 1, MILLION, &choice->repeat);
    case OPT_SOURCE: return read_source(given, &choice->source);
    case OPT_RATE: return whole_argument(given, 1, 1000 * MILLION, &options->rate);
    case OPT_SHUFFLE:
        choice->shuffle = true;
        return whole_argument(given, 0, UINT64_MAX, &choice->seed);
    case OPT_REPLAY: options->replay = given; return true;
    case OPT_KEEP: return whole_argument(given, 1, 1000 * MILLION, &options->keep);
    case OPT_HEARTBEAT: return read_seconds(given, 0, &options->heartbeat_ms);
    case OPT_FOLLOW: options->follow = true; return true;
    case OPT_LOSSY: options->lossy = true; return true;
    case OPT_JSON: options->json = true; return true;
    default: options->quiet = true; return true;
    }
}

static options_result complain(const char *what, const char *value) {
    (void)fprintf(stderr, "clientele-feed: %s%s\nTry clientele-feed --help\n", what, value);
    return OPTIONS_BAD;
}

static options_result settle(feed_options *options, int ways) {
    if (ways > 1) {
        return complain("give one of --send, --listen and --connect", "");
    }
    if (options->way == FEED_SEND && (options->replay != NULL || options->follow)) {
        return complain("--replay and --follow go with --listen or --connect", "");
    }
    if (options->choice.shuffle && options->follow) {
        return complain("a file that grows cannot be shuffled: leave out --follow or --shuffle",
                        "");
    }
    if (options->replay != NULL && options->wait_ms < 0) {
        options->wait_ms = 0; /* who comes late asks for what was missed */
    }
    if (options->batch == 0) {
        options->batch = options->way == FEED_SEND ? 100 : 1;
    }
    /* No message holds more than a twentieth of a second's events, or the pace would be uneven. */
    if (options->rate > 0 && options->rate / 20 < options->batch) {
        options->batch = options->rate < 40 ? 1 : (uint32_t)(options->rate / 20);
    }
    return OPTIONS_RUN;
}

static feed_options defaults(void) {
    return (feed_options){
        .way = FEED_SEND,
        .endpoint = "tcp://127.0.0.1:5571",
        .path = "-",
        .choice = {.from = 1, .limit = UINT64_MAX, .repeat = 1},
        .window = 16,
        .wait_ms = -1,
        .timeout_ms = 10000,
        .retries = 3,
        .keep = REPLAY_KEEP_DEFAULT,
        .heartbeat_ms = 1000,
    };
}

options_result feed_options_read(int argc, char **argv, feed_options *ret_options) {
    feed_options options = defaults();
    int ways = 0;
    int name;
    int at = 0;
    while ((name = getopt_long(argc, argv, "h", names, &at)) != -1) {
        if (name == OPT_HELP || name == 'h') {
            return fputs(help, stdout) < 0 ? OPTIONS_BAD : OPTIONS_DONE;
        }
        if (name == OPT_VERSION) {
            return puts("clientele-feed " CLIENTELE_VERSION) < 0 ? OPTIONS_BAD : OPTIONS_DONE;
        }
        if (name == '?') {
            (void)fputs("Try clientele-feed --help\n", stderr);
            return OPTIONS_BAD;
        }
        if (name == OPT_SEND || name == OPT_LISTEN || name == OPT_CONNECT) {
            options.way = (feed_way)(name - OPT_SEND);
            options.endpoint = optarg;
            ways++;
        } else if (!read_value(name, optarg, &options)) {
            (void)fprintf(stderr,
                          "clientele-feed: --%s cannot be '%s'\nTry clientele-feed --help\n",
                          names[at].name, optarg);
            return OPTIONS_BAD;
        }
    }
    if (optind < argc) {
        options.path = argv[optind++];
    }
    if (optind < argc) {
        return complain("only one file at a time; what is ", argv[optind]);
    }
    options_result result = settle(&options, ways);
    if (result == OPTIONS_RUN) {
        *ret_options = options;
    }
    return result;
}
