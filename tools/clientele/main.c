/* main.c - clientele, the person's tool: reads the command line, runs the command's row. */
#include "tools/clientele/session.h"
#include "tools/clientele/usage.h"
#include "tools/common/must.h"
#include "tools/common/terminal.h"

#include "version.h" /* made by the build */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void *json_room(size_t size) {
    return must_allocate(size, 1);
}

static int run_command(const arguments *a) {
    session s;
    int code = session_init(&s, a);
    if (code == EXIT_DONE) {
        code = a->command->run(&s);
        session_finish(&s);
    }
    return code;
}

static int run(int argc, char **argv) {
    static char help[] = "--help";
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "-h") == 0 || (i == 1 && strcmp(argv[i], "help") == 0)) {
            argv[i] = help;
        }
    }
    arguments a;
    if (!arguments_read(argc, argv, &a)) {
        return EXIT_USAGE;
    }
    if (argument_global(&a, "help") != NULL) {
        usage_help(stdout, a.command);
        return EXIT_DONE;
    }
    if (argument_global(&a, "version") != NULL) {
        (void)puts("clientele " CLIENTELE_VERSION);
        return EXIT_DONE;
    }
    if (a.command == NULL) {
        usage_help(stderr, NULL);
        return EXIT_USAGE;
    }
    return run_command(&a);
}

int main(int argc, char **argv) {
    terminal_use_locale();
    json_set_alloc_funcs(json_room, free);
    int code = run(argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        complain("cannot write the output: %s", strerror(errno));
        return code == EXIT_DONE ? EXIT_REFUSED : code;
    }
    return code;
}
