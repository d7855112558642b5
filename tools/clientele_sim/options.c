#include "tools/clientele_sim/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "tools/common/number_argument.h"
#include "tools/common/replay_server.h"
#include "version.h"

#define MILLION UINT64_C(1000000)

static const char help[] =
    "Usage: clientele-sim [OPTIONS]\n"
    "Simulates a company that sells to other companies, and publishes its events as three\n"
    "services: orders, billing and CRM. The same seed gives the same events.\n"
    "\n"
    "Where to:\n"
    "  --orders ENDPOINT      of the order service [tcp://127.0.0.1:5581]\n"
    "  --billing ENDPOINT     of the billing service [tcp://127.0.0.1:5582]\n"
    "  --crm ENDPOINT         of the CRM [tcp://127.0.0.1:5583]\n"
    "  --orders-replay, --billing-replay, --crm-replay ENDPOINT\n"
    "                         where what was missed can be asked for; the service then stays "
    "until\n"
    "                         stopped, and waits for no subscriber unless --wait is given\n"
    "  --keep N               replay: the newest N events of a service [10000000]\n"
    "  --heartbeat SECONDS    replay: tell the last sequence; 0: never [1]\n"
    "  --wait SECONDS         for a subscriber of each service; 0: start at once [forever]\n"
    "  --lossy                drop what a slow subscriber has no room for, as PUB sockets do\n"
    "  --output FILE          write the whole event log as JSON lines instead; -: standard output\n"
    "What:\n"
    "  --seed N               [1]\n"
    "  --clients N            at the start, and about as many ever after [500]\n"
    "  --start DATE           first simulated day [2024-01-01]\n"
    "  --days N               simulated days [without end]\n"
    "  --limit N              end after N events, faults not counted\n"
    "  --speed DAYS           simulated days a second; 0: as fast as possible [5]\n"
    "  --currencies LIST      the first one is most clients' [EUR]\n"
    "Faults, in percent of the events:\n"
    "  --duplicate PERCENT    told twice\n"
    "  --reorder PERCENT      after up to 8 later events of the same service\n"
    "  --late PERCENT         1 to 20 simulated days late\n"
    "  --malformed PERCENT    with a spoiled copy before it, which must be refused\n"
    "\n"
    "  --quiet                no status line, no summary\n"
    "  --help, --version\n";

enum {
    OPT_ORDERS = 1000,
    OPT_BILLING,
    OPT_CRM,
    OPT_ORDERS_REPLAY,
    OPT_BILLING_REPLAY,
    OPT_CRM_REPLAY,
    OPT_KEEP,
    OPT_HEARTBEAT,
    OPT_WAIT,
    OPT_LOSSY,
    OPT_OUTPUT,
    OPT_SEED,
    OPT_CLIENTS,
    OPT_START,
    OPT_DAYS,
    OPT_LIMIT,
    OPT_SPEED,
    OPT_CURRENCIES,
    OPT_DUPLICATE,
    OPT_REORDER,
    OPT_LATE,
    OPT_MALFORMED,
    OPT_QUIET,
    OPT_HELP,
    OPT_VERSION,
};

static const struct option names[] = {
    {"orders", required_argument, NULL, OPT_ORDERS},
    {"billing", required_argument, NULL, OPT_BILLING},
    {"crm", required_argument, NULL, OPT_CRM},
    {"orders-replay", required_argument, NULL, OPT_ORDERS_REPLAY},
    {"billing-replay", required_argument, NULL, OPT_BILLING_REPLAY},
    {"crm-replay", required_argument, NULL, OPT_CRM_REPLAY},
    {"keep", required_argument, NULL, OPT_KEEP},
    {"heartbeat", required_argument, NULL, OPT_HEARTBEAT},
    {"wait", required_argument, NULL, OPT_WAIT},
    {"lossy", no_argument, NULL, OPT_LOSSY},
    {"output", required_argument, NULL, OPT_OUTPUT},
    {"seed", required_argument, NULL, OPT_SEED},
    {"clients", required_argument, NULL, OPT_CLIENTS},
    {"start", required_argument, NULL, OPT_START},
    {"days", required_argument, NULL, OPT_DAYS},
    {"limit", required_argument, NULL, OPT_LIMIT},
    {"speed", required_argument, NULL, OPT_SPEED},
    {"currencies", required_argument, NULL, OPT_CURRENCIES},
    {"duplicate", required_argument, NULL, OPT_DUPLICATE},
    {"reorder", required_argument, NULL, OPT_REORDER},
    {"late", required_argument, NULL, OPT_LATE},
    {"malformed", required_argument, NULL, OPT_MALFORMED},
    {"quiet", no_argument, NULL, OPT_QUIET},
    {"help", no_argument, NULL, OPT_HELP},
    {"version", no_argument, NULL, OPT_VERSION},
    {NULL, 0, NULL, 0},
};

/* Options that must be seen together before they mean anything. */
typedef struct raw_options {
    uint64_t days;
    bool days_given;
} raw_options;

static bool read_currencies(const char *list, business_settings *settings) {
    settings->currency_count = 0;
    while (settings->currency_count < SIM_CURRENCIES_MAX) {
        size_t length = strcspn(list, ",");
        currency found = currency_find((text){list, (uint32_t)length});
        if (found == CURRENCY_NONE) {
            return false;
        }
        settings->currencies[settings->currency_count++] = found;
        if (list[length] == '\0') {
            return true;
        }
        list += length + 1;
    }
    return false;
}

static bool read_percent(const char *given, uint32_t *ret_rate) {
    uint64_t millionths = 0;
    if (!decimal_argument(given, 0, 100 * MILLION, &millionths)) {
        return false;
    }
    *ret_rate = (uint32_t)(millionths / 100);
    return true;
}

static bool read_start(const char *given, day *ret_start) {
    day start = 0;
    if (!day_parse(given, strlen(given), &start) || start < day_from_civil(1980, 1, 1) ||
        start > day_from_civil(2150, 1, 1)) {
        return false;
    }
    *ret_start = start;
    return true;
}

static bool read_number(int name, const char *given, sim_options *options, raw_options *raw) {
    uint64_t value = 0;
    bool good = true;
    if (name == OPT_SEED) {
        good = whole_argument(given, 0, UINT64_MAX, &options->business.seed);
    } else if (name == OPT_CLIENTS) {
        good = whole_argument(given, 1, 1000000, &value);
        options->business.clients = (uint32_t)value;
    } else if (name == OPT_DAYS) {
        good = whole_argument(given, 1, 100000, &raw->days);
        raw->days_given = true;
    } else if (name == OPT_LIMIT) {
        good = whole_argument(given, 1, UINT64_MAX - 1, &options->limit);
    } else if (name == OPT_KEEP) {
        good = whole_argument(given, 1, 1000 * MILLION, &options->keep);
    } else if (name == OPT_HEARTBEAT) {
        good = decimal_argument(given, 0, 1000000 * MILLION, &value);
        options->heartbeat_ms = (int64_t)(value / 1000);
    } else if (name == OPT_SPEED) {
        good = decimal_argument(given, 0, 1000000 * MILLION, &options->speed);
    } else {
        good = decimal_argument(given, 0, 1000000 * MILLION, &value);
        options->wait_ms = (int64_t)(value / 1000);
    }
    return good;
}

static bool read_value(int name, const char *given, sim_options *options, raw_options *raw) {
    switch (name) {
    case OPT_ORDERS: options->endpoints[SIM_ORDERS] = given; return true;
    case OPT_BILLING: options->endpoints[SIM_BILLING] = given; return true;
    case OPT_CRM: options->endpoints[SIM_CRM] = given; return true;
    case OPT_ORDERS_REPLAY: options->replays[SIM_ORDERS] = given; return true;
    case OPT_BILLING_REPLAY: options->replays[SIM_BILLING] = given; return true;
    case OPT_CRM_REPLAY: options->replays[SIM_CRM] = given; return true;
    case OPT_OUTPUT: options->output = given; return true;
    case OPT_LOSSY: options->lossy = true; return true;
    case OPT_QUIET: options->quiet = true; return true;
    case OPT_START: return read_start(given, &options->business.start);
    case OPT_CURRENCIES: return read_currencies(given, &options->business);
    case OPT_DUPLICATE: return read_percent(given, &options->faults.duplicate);
    case OPT_REORDER: return read_percent(given, &options->faults.reorder);
    case OPT_LATE: return read_percent(given, &options->faults.late);
    case OPT_MALFORMED: return read_percent(given, &options->faults.malformed);
    default: return read_number(name, given, options, raw);
    }
}

static bool complain(const char *what, const char *value) {
    (void)fprintf(stderr, "clientele-sim: %s%s\nTry clientele-sim --help\n", what, value);
    return false;
}

static bool settle(sim_options *options, const raw_options *raw) {
    day last = day_from_civil(2190, 1, 1);
    day end = last;
    if (raw->days_given && raw->days < (uint64_t)(last - options->business.start)) {
        end = options->business.start + (day)raw->days;
    }
    options->until = office_midnight(end);
    options->endless = !raw->days_given && options->limit == UINT64_MAX;
    if (options->output != NULL && strcmp(options->output, "-") != 0 && options->endless) {
        return complain("--output to a file needs --days or --limit, or it would fill the disk",
                        "");
    }
    return true;
}

static sim_options defaults(void) {
    sim_options options = {
        .business = {.seed = 1, .clients = 500, .currency_count = 1},
        .endpoints = {"tcp://127.0.0.1:5581", "tcp://127.0.0.1:5582", "tcp://127.0.0.1:5583"},
        .limit = UINT64_MAX,
        .speed = 5 * MILLION,
        .wait_ms = -1,
        .keep = REPLAY_KEEP_DEFAULT,
        .heartbeat_ms = 1000,
    };
    options.business.start = day_from_civil(2024, 1, 1);
    options.business.currencies[0] = currency_find(text_of("EUR"));
    return options;
}

options_result sim_options_read(int argc, char **argv, sim_options *ret_options) {
    sim_options options = defaults();
    raw_options raw = {0};
    int name;
    int at = 0;
    while ((name = getopt_long(argc, argv, "h", names, &at)) != -1) {
        if (name == OPT_HELP || name == 'h') {
            return fputs(help, stdout) < 0 ? OPTIONS_BAD : OPTIONS_DONE;
        }
        if (name == OPT_VERSION) {
            return puts("clientele-sim " CLIENTELE_VERSION) < 0 ? OPTIONS_BAD : OPTIONS_DONE;
        }
        if (name == '?') {
            (void)fputs("Try clientele-sim --help\n", stderr);
            return OPTIONS_BAD;
        }
        if (!read_value(name, optarg, &options, &raw)) {
            (void)fprintf(stderr, "clientele-sim: --%s cannot be '%s'\nTry clientele-sim --help\n",
                          names[at].name, optarg);
            return OPTIONS_BAD;
        }
    }
    if (optind < argc) {
        (void)complain("there is nothing to do with ", argv[optind]);
        return OPTIONS_BAD;
    }
    if (!settle(&options, &raw)) {
        return OPTIONS_BAD;
    }
    *ret_options = options;
    return OPTIONS_RUN;
}
