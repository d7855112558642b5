#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "conf/config.h"
#include "conf/zone.h"
#include "tools/clientele_check/compare.h"
#include "tools/common/progress_bar.h"
#include "version.h"

enum { EXIT_AGREES = 0, EXIT_DIFFERS = 1, EXIT_USAGE = 2 };

typedef struct session {
    const char *config_path;
    bool json;
    json_t *differences;
    progress_bar bar;
} session;

static void print_help(void) {
    (void)puts(
        "usage: clientele-check [-c FILE] [--json]\n"
        "\n"
        "Recomputes every figure from the stored documents and compares it with what is stored.\n"
        "Changes nothing; may run while clienteled does.\n"
        "\n"
        "  -c, --config FILE   the daemon's configuration (default "
        "/etc/clientele/clienteled.yaml)\n"
        "      --json          the result as one JSON object\n"
        "      --version       print the version\n"
        "  -h, --help          print this\n"
        "\n"
        "exit status: 0 all agree, 1 something differs or cannot be read, 2 usage");
}

/* -1: go on; else the exit status. */
static int parse(int argc, char **argv, session *s) {
    static const struct option options[] = {{"config", required_argument, NULL, 'c'},
                                            {"json", no_argument, NULL, 'j'},
                                            {"version", no_argument, NULL, 'v'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    for (int option; (option = getopt_long(argc, argv, "c:h", options, NULL)) != -1;) {
        switch (option) {
        case 'c': s->config_path = optarg; break;
        case 'j': s->json = true; break;
        case 'v': (void)printf("clientele-check %s\n", CLIENTELE_VERSION); return EXIT_AGREES;
        case 'h': print_help(); return EXIT_AGREES;
        default:
            (void)fputs("clientele-check --help shows the options\n", stderr);
            return EXIT_USAGE;
        }
    }
    if (optind < argc) {
        (void)fprintf(stderr,
                      "clientele-check: `%s` is not an option; see clientele-check --help\n",
                      argv[optind]);
        return EXIT_USAGE;
    }
    return -1;
}

static void tell_difference(void *context, const char *sentence) {
    session *s = context;
    if (s->json) {
        (void)json_array_append_new(s->differences, json_string(sentence));
    } else {
        (void)printf("%s\n", sentence);
    }
}

static void tell_progress(void *context, uint64_t documents) {
    session *s = context;
    progress_bar_update(&s->bar, documents, NULL);
}

static int fail(const char *sentence) {
    (void)fprintf(stderr, "clientele-check: %s\n", sentence);
    return EXIT_DIFFERS;
}

static int print_result(const session *s, const check_report *report) {
    if (s->json) {
        json_t *result =
            json_pack("{s:I, s:I, s:I, s:I, s:O}", "documents", (json_int_t)report->documents,
                      "clients", (json_int_t)report->clients, "reps", (json_int_t)report->reps,
                      "differences", (json_int_t)report->differences, "sentences", s->differences);
        if (result == NULL || json_dumpf(result, stdout, JSON_INDENT(2)) != 0) {
            json_decref(result);
            return fail("no memory");
        }
        (void)puts("");
        json_decref(result);
    } else {
        (void)printf("%llu documents, %llu clients, %llu reps: %llu differences\n",
                     (unsigned long long)report->documents, (unsigned long long)report->clients,
                     (unsigned long long)report->reps, (unsigned long long)report->differences);
    }
    return report->differences == 0 ? EXIT_AGREES : EXIT_DIFFERS;
}

static int check(session *s, const config *c) {
    char error[STORE_ERROR_SIZE];
    store *stored = store_open(c->state_dir, c->map_bytes, true, error);
    if (stored == NULL) {
        return fail(error);
    }
    check_report report = {.difference = tell_difference, .progress = tell_progress, .context = s};
    progress_bar_init(&s->bar, stderr, "checking", 0, "documents");
    bool done = check_store(stored, c, &report, error);
    progress_bar_update(&s->bar, report.documents, NULL);
    progress_bar_finish(&s->bar);
    store_close(stored);
    return done ? print_result(s, &report) : fail(error);
}

int main(int argc, char **argv) {
    session s = {.config_path = "/etc/clientele/clienteled.yaml"};
    config c = {0};
    complaint wrong;
    int status = parse(argc, argv, &s);
    if (status >= 0) {
        return status;
    }
    if (!config_load(s.config_path, &c, &wrong)) {
        return fail(wrong.text);
    }
    s.differences = json_array();
    status = zone_set(c.timezone) && s.differences != NULL ? check(&s, &c) : fail("no memory");
    json_decref(s.differences);
    config_finish(&c);
    return status;
}
