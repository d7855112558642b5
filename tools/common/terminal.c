#include "tools/common/terminal.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static const char *locale_asked(void) {
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *value = getenv(variables[i]);
        if (value != NULL && value[0] != '\0') {
            return value;
        }
    }
    return "C";
}

void terminal_use_locale(void) {
    const char *asked = locale_asked();
    if (setlocale(LC_CTYPE, asked) == NULL &&
        (strcasestr(asked, "utf-8") != NULL || strcasestr(asked, "utf8") != NULL)) {
        (void)setlocale(LC_CTYPE, "C.UTF-8");
    }
}

bool terminal_in_utf8(void) {
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

bool terminal_is(FILE *out) {
    int descriptor = fileno(out);
    return descriptor >= 0 && isatty(descriptor) == 1;
}

static size_t size_from(unsigned short asked, const char *variable, size_t otherwise) {
    if (asked > 0) {
        return asked;
    }
    const char *value = getenv(variable);
    long number = value == NULL ? 0 : strtol(value, NULL, 10);
    return number > 0 && number <= 10000 ? (size_t)number : otherwise;
}

static struct winsize window_of(FILE *out) {
    struct winsize window = {0};
    int descriptor = fileno(out);
    if (descriptor < 0 || ioctl(descriptor, TIOCGWINSZ, &window) != 0) {
        memset(&window, 0, sizeof window);
    }
    return window;
}

size_t terminal_columns(FILE *out) {
    return size_from(window_of(out).ws_col, "COLUMNS", 80);
}

size_t terminal_rows(FILE *out) {
    return size_from(window_of(out).ws_row, "LINES", 24);
}

bool terminal_in_color(FILE *out) {
    const char *refused = getenv("NO_COLOR");
    const char *kind = getenv("TERM");
    return terminal_is(out) && (refused == NULL || refused[0] == '\0') &&
           (kind == NULL || strcmp(kind, "dumb") != 0);
}

int64_t monotonic_ms(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) {
        abort(); /* cannot happen on Linux: the clock always exists */
    }
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
