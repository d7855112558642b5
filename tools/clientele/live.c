#include "tools/clientele/live.h"

#include "tools/clientele/figure.h"
#include "tools/common/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { REFRESH_MS = 1000 };

static volatile sig_atomic_t cursor_hidden;

/* Ctrl-C may come while an answer is waited for: leave at once, with the cursor back. */
static void leave(int signal_number) {
    (void)signal_number;
    static const char show_cursor[] = "\033[?25h\n";
    if (cursor_hidden != 0 && write(STDOUT_FILENO, show_cursor, sizeof show_cursor - 1) < 0) {
        _exit(EXIT_REFUSED);
    }
    _exit(EXIT_DONE);
}

static bool catch_signals(void) {
    struct sigaction action = {.sa_handler = leave};
    (void)sigemptyset(&action.sa_mask);
    return sigaction(SIGINT, &action, NULL) == 0 && sigaction(SIGTERM, &action, NULL) == 0;
}

static void print_line(session *s, const json_t *result) {
    static const struct {
        const char *label;
        const char *path;
        figure_format format;
    } parts[] = {
        {"", "as_of", FIGURE_TEXT},
        {"  commit ", "commit", FIGURE_TEXT},
        {"  clients ", "clients.known", FIGURE_NUMBER},
        {"  revenue 12 m ", "revenue.trailing_12m", FIGURE_NUMBER},
        {"  orders ", "orders.count", FIGURE_NUMBER},
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        char *text = figure_text(figure_at(result, parts[i].path), parts[i].format, s->in_utf8);
        (void)fprintf(s->out, "%s%s", parts[i].label, text);
        free(text);
    }
    (void)fputc('\n', s->out);
}

/* Copies a drawn screen to the terminal over the last one, cut to its rows. */
static void put_screen(const char *screen, const char *trouble, size_t rows) {
    (void)fputs("\033[H", stdout);
    const char *at = screen;
    for (size_t row = 0; row + 2 < rows && *at != '\0'; row++) {
        int length = (int)strcspn(at, "\n");
        (void)fprintf(stdout, "%.*s\033[0m\033[K\n", length, at);
        at += length + (at[length] == '\n' ? 1 : 0);
    }
    (void)fprintf(stdout, "%s\033[K\033[J", trouble);
}

static void draw(session *s, const json_t *result, const char *trouble) {
    char *screen = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&screen, &size);
    if (memory == NULL) {
        return;
    }
    s->width = terminal_columns(stdout);
    s->out = memory;
    if (result != NULL) {
        summary_print(s, result);
    }
    s->out = stdout;
    if (fclose(memory) == 0) {
        put_screen(screen, trouble, terminal_rows(stdout));
    }
    free(screen);
}

static void show(session *s, const json_t *result) {
    if (s->json) {
        session_print_json(s, result, true);
    } else if (s->on_terminal) {
        draw(s, result, "");
    } else {
        print_line(s, result);
    }
    (void)fflush(stdout);
}

/* One refresh. *last keeps the last good answer, to be shown while the daemon is away. */
static int refresh(session *s, json_t **last) {
    rpc_answer answer;
    rpc_status status =
        session_try(s, "portfolio.summary", arguments_parameters(&s->arguments), &answer);
    int code = EXIT_DONE;
    if (status == RPC_DONE) {
        json_decref(*last);
        *last = json_incref(answer.result);
        show(s, *last);
    } else if (*last == NULL || s->json || !s->on_terminal) {
        code = session_complain(s, &answer);
    } else {
        code = EXIT_UNREACHABLE;
        draw(s, *last, "clienteled is away; trying again");
        (void)fflush(stdout);
    }
    rpc_answer_finish(&answer);
    return code;
}

static void wait_until(int64_t due_ms) {
    int64_t left = due_ms - monotonic_ms();
    if (left > 0) {
        struct timespec pause = {.tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000};
        while (nanosleep(&pause, &pause) != 0 && errno == EINTR) {}
    }
}

int live_summary(session *s, json_int_t seconds) {
    bool screen = s->on_terminal && !s->json;
    if (!catch_signals()) {
        complain("cannot catch Ctrl-C: %s", strerror(errno));
        return EXIT_REFUSED;
    }
    if (screen) {
        cursor_hidden = 1;
        (void)fputs("\033[?25l\033[2J", stdout);
    }
    json_t *last = NULL;
    int64_t started = monotonic_ms();
    int64_t due = started;
    int code = EXIT_DONE;
    for (;;) {
        code = refresh(s, &last);
        due += REFRESH_MS;
        if (last == NULL || ferror(stdout) != 0) {
            break;
        }
        wait_until(due);
        if (seconds > 0 && due - started >= seconds * 1000) {
            break;
        }
    }
    if (screen) {
        cursor_hidden = 0;
        (void)fputs("\033[?25h\n", stdout);
    }
    json_decref(last);
    return code;
}
