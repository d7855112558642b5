/* clienteled - keeps a client portfolio's figures up to date from business events. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "daemon/log.h"
#include "daemon/owner_loop.h"
#include "daemon/startup.h"
#include "version.h"

#define DEFAULT_CONFIGURATION "/etc/clientele/clienteled.yaml"

enum { EXIT_DONE = 0, EXIT_CANNOT = 1, EXIT_USAGE = 2 };

typedef struct arguments {
    const char *configuration;
    log_level level;
    bool check;
    bool help;
    bool version;
} arguments;

static const char usage[] =
    "usage: clienteled [-c FILE] [--check] [--log-level LEVEL]\n"
    "\n"
    "  -c, --config FILE    the configuration (default " DEFAULT_CONFIGURATION ")\n"
    "      --check          read and check the configuration, and end\n"
    "      --log-level L    error, warning, info or debug (default info, or $CLIENTELE_LOG)\n"
    "      --help           print this, and end\n"
    "      --version        print the version, and end\n";

static bool read_level(const char *name, const char *where, log_level *ret_level) {
    if (log_level_find(name, ret_level)) {
        return true;
    }
    (void)fprintf(stderr, "clienteled: %s: no level `%s`; one of error, warning, info, debug\n",
                  where, name);
    return false;
}

/* false: wrong usage, which has been said. */
static bool read_arguments(int argc, char **argv, arguments *ret_arguments) {
    static const struct option options[] = {
        {"config", required_argument, NULL, 'c'},    {"check", no_argument, NULL, 'k'},
        {"log-level", required_argument, NULL, 'l'}, {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},         {NULL, 0, NULL, 0}};
    arguments a = {.level = LEVEL_INFO};
    const char *level = getenv("CLIENTELE_LOG");
    if (level != NULL && level[0] != '\0' && !read_level(level, "CLIENTELE_LOG", &a.level)) {
        return false;
    }
    int option;
    while ((option = getopt_long(argc, argv, "c:h", options, NULL)) != -1) {
        switch (option) {
        case 'c': a.configuration = optarg; break;
        case 'k': a.check = true; break;
        case 'l':
            if (!read_level(optarg, "--log-level", &a.level)) {
                return false;
            }
            break;
        case 'h': a.help = true; break;
        case 'v': a.version = true; break;
        default: (void)fputs(usage, stderr); return false;
        }
    }
    if (optind < argc) {
        (void)fprintf(stderr, "clienteled: what is `%s`? A configuration is given with -c FILE\n",
                      argv[optind]);
        return false;
    }
    *ret_arguments = a;
    return true;
}

static bool choose_configuration(arguments *a) {
    if (a->configuration == NULL && access(DEFAULT_CONFIGURATION, F_OK) == 0) {
        a->configuration = DEFAULT_CONFIGURATION;
    }
    if (a->configuration == NULL) {
        (void)fprintf(stderr, "clienteled: there is no %s; give the configuration with -c FILE\n",
                      DEFAULT_CONFIGURATION);
    }
    return a->configuration != NULL;
}

static int serve(const config *c, log_level level) {
    log_start(STDERR_FILENO, level);
    service s;
    char error[STARTUP_ERROR_SIZE];
    if (!startup_run(&s, c, error)) {
        (void)fprintf(stderr, "clienteled: %s\n", error);
        return EXIT_CANNOT;
    }
    log_write(LEVEL_INFO, "ready", log_string("version", CLIENTELE_VERSION),
              log_string("configuration", c->path), log_string("state_dir", c->state_dir),
              log_number("commit", (int64_t)s.keeper->commit),
              log_number("documents", (int64_t)s.keeper->documents));
    int code = owner_loop_run(&s);
    startup_undo(&s);
    log_write(LEVEL_INFO, "stopped", log_number("exit", code));
    log_finish();
    return code;
}

int main(int argc, char **argv) {
    arguments a;
    if (!read_arguments(argc, argv, &a)) {
        return EXIT_USAGE;
    }
    if (a.help || a.version) {
        (void)fputs(a.help ? usage : "clienteled " CLIENTELE_VERSION "\n", stdout);
        return fflush(stdout) == 0 ? EXIT_DONE : EXIT_CANNOT;
    }
    if (!choose_configuration(&a)) {
        return EXIT_USAGE;
    }
    config c;
    complaint wrong;
    if (!config_load(a.configuration, &c, &wrong)) {
        (void)fprintf(stderr, "clienteled: %s\n", wrong.text);
        return EXIT_CANNOT;
    }
    int code = EXIT_DONE;
    if (a.check) {
        (void)printf("%s: ok\n", a.configuration);
        code = fflush(stdout) == 0 ? EXIT_DONE : EXIT_CANNOT;
    } else {
        code = serve(&c, a.level);
    }
    config_finish(&c);
    return code;
}
