#include "tools/clientele/usage.h"

#include "tools/common/must.h"
#include "tools/common/terminal.h"
#include "tools/common/text_width.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_MAX = 32, NAME_COLUMNS = 24 };

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Letters to insert, delete, change or swap with their neighbour to make one word of the other. */
static size_t distance(const char *from, const char *to) {
    size_t rows = strlen(from);
    size_t columns = strlen(to);
    if (rows > WORD_MAX || columns > WORD_MAX) {
        return SIZE_MAX;
    }
    size_t cost[WORD_MAX + 1][WORD_MAX + 1];
    for (size_t i = 0; i <= rows; i++) {
        for (size_t j = 0; j <= columns; j++) {
            if (i == 0 || j == 0) {
                cost[i][j] = i + j;
                continue;
            }
            size_t change = from[i - 1] == to[j - 1] ? 0 : 1;
            cost[i][j] =
                least(least(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
            if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) {
                cost[i][j] = least(cost[i][j], cost[i - 2][j - 2] + 1);
            }
        }
    }
    return cost[rows][columns];
}

typedef struct nearest {
    const char *word;
    size_t distance;
} nearest;

static void consider(nearest *best, const char *word, const char *candidate) {
    size_t away = distance(word, candidate);
    if (strncmp(word, candidate, strlen(word)) == 0 && word[0] != '\0') {
        away = 1; /* the beginning of a word means that word */
    }
    if (best->word == NULL || away < best->distance) {
        *best = (nearest){candidate, away};
    }
}

static bool near_enough(nearest best, const char *word) {
    return best.word != NULL && best.distance <= strlen(word) / 3 + 1;
}

int usage_error(const command *c, const char *format, ...) {
    char *message = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&message, format, arguments);
    va_end(arguments);
    if (length >= 0) {
        char *printable = text_printable(message, strlen(message), terminal_in_utf8());
        (void)fprintf(stderr, "clientele: %s\nTry: clientele %s%s--help\n", printable,
                      c == NULL ? "" : c->name, c == NULL ? "" : " ");
        free(printable);
        free(message);
    }
    return EXIT_USAGE;
}

int usage_unknown_command(const char *word) {
    nearest best = {0};
    for (size_t i = 0; commands[i] != NULL; i++) {
        consider(&best, word, commands[i]->name);
    }
    if (near_enough(best, word)) {
        return usage_error(NULL, "there is no command '%s'; did you mean '%s'?", word, best.word);
    }
    return usage_error(NULL, "there is no command '%s'", word);
}

static bool is_option_of(const command *c, const char *name) {
    for (const option_row *row = c->options; row != NULL && row->name != NULL; row++) {
        if (strcmp(row->name, name) == 0) {
            return true;
        }
    }
    return false;
}

int usage_unknown_option(const command *c, const char *name) {
    for (size_t i = 0; c == NULL && commands[i] != NULL; i++) {
        if (is_option_of(commands[i], name)) {
            return usage_error(NULL, "'--%s' is an option of %s: write it after the command", name,
                               commands[i]->name);
        }
    }
    nearest best = {0};
    for (const option_row *row = c == NULL ? NULL : c->options; row && row->name; row++) {
        consider(&best, name, row->name);
    }
    for (const option_row *row = global_options; row->name != NULL; row++) {
        consider(&best, name, row->name);
    }
    const char *of = c == NULL ? "clientele" : c->name;
    if (near_enough(best, name)) {
        return usage_error(c, "%s has no option '--%s'; did you mean '--%s'?", of, name, best.word);
    }
    return usage_error(c, "%s has no option '--%s'", of, name);
}

static void print_row(FILE *out, const char *name, const char *help) {
    bool long_name = strlen(name) > NAME_COLUMNS;
    (void)fprintf(out, "  %-*s%s%*s%s\n", NAME_COLUMNS, name, long_name ? "\n" : "",
                  long_name ? NAME_COLUMNS + 4 : 2, "", help);
}

static void print_options(FILE *out, const char *heading, const option_row *rows) {
    if (rows == NULL || rows->name == NULL) {
        return;
    }
    (void)fprintf(out, "\n%s:\n", heading);
    for (; rows->name != NULL; rows++) {
        bool optional = rows->kind == OPTION_IF_NUMBER;
        char *name = must_print("--%s%s%s%s%s", rows->name, rows->argument == NULL ? "" : " ",
                                optional ? "[" : "", rows->argument == NULL ? "" : rows->argument,
                                optional ? "]" : "");
        print_row(out, name, rows->help);
        free(name);
    }
}

static void print_commands(FILE *out, const char *heading, bool admin) {
    (void)fprintf(out, "\n%s:\n", heading);
    for (size_t i = 0; commands[i] != NULL; i++) {
        const command *c = commands[i];
        if (c->admin == admin) {
            char *name =
                must_print("%s%s%s", c->name, c->operands[0] == '\0' ? "" : " ", c->operands);
            print_row(out, name, c->help);
            free(name);
        }
    }
}

void usage_help(FILE *out, const command *c) {
    if (c == NULL) {
        (void)fputs("Usage: clientele COMMAND [OPTIONS]\n\n"
                    "Reads a live picture of the client portfolio from clienteled.\n",
                    out);
        print_commands(out, "Commands", false);
        print_commands(out, "Administration (on the daemon's machine, as its user)", true);
        print_options(out, "Options, anywhere on the line", global_options);
        (void)fputs("\nclientele COMMAND --help tells more. Exit status: 0 done, 1 refused or not\n"
                    "found, 2 wrong usage, 3 clienteled cannot be reached.\n",
                    out);
        return;
    }
    (void)fprintf(out, "Usage: clientele %s%s%s [OPTIONS]\n\n%s.\n", c->name,
                  c->operands[0] == '\0' ? "" : " ", c->operands, c->help);
    if (c->more != NULL) {
        (void)fprintf(out, "%s\n", c->more);
    }
    print_options(out, "Options", c->options);
    print_options(out, "Options of every command", global_options);
}
