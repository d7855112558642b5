/* option.c - see option.h. */
#include "conf/option.h"

#include "conf/likeness.h"

static const option rows[] = {
#define OPTION(id, section, key, type, fallback, write, sentence) \
    {section, key, type, fallback, write, sentence},
#include "conf/option.def"
#undef OPTION
};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

size_t option_count(void) {
    return ROW_COUNT;
}

const option *option_at(size_t index) {
    return &rows[index];
}

size_t option_find(const char *section, text key) {
    size_t i = 0;
    while (i < ROW_COUNT &&
           (strcmp(rows[i].section, section) != 0 || !text_equal(text_of(rows[i].key), key)))
        i++;
    return i;
}

const char *option_nearest(const char *section, text wrong) {
    const char *nearest = NULL;
    unsigned least = LIKENESS_NONE;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (strcmp(rows[i].section, section) != 0)
            continue;
        unsigned distance = likeness(wrong, text_of(rows[i].key));
        if (distance < least) {
            least = distance;
            nearest = rows[i].key;
        }
    }
    return nearest;
}

void option_name(const option *self, char out[static OPTION_NAME_SIZE]) {
    (void)snprintf(out, OPTION_NAME_SIZE, "%s%s%s", self->section,
                   self->section[0] != '\0' ? "." : "", self->key);
}

/* Hyphens in man(7) are typeset as dashes unless escaped; no row begins with a dot or a quote. */
static bool print_man_text(FILE *out, const char *string) {
    for (const char *c = string; *c != '\0'; c++) {
        const char *escape = *c == '-' ? "\\-" : *c == '\\' ? "\\e" : NULL;
        if (escape != NULL ? fputs(escape, out) == EOF : fputc(*c, out) == EOF)
            return false;
    }
    return true;
}

static bool print_man_row(FILE *out, const option *row, const char *name) {
    return fputs(".TP\n\\fB", out) != EOF && print_man_text(out, name) &&
           fprintf(out, "\\fR (%s; %s", row->type,
                   row->fallback != NULL ? "default \\fB" : "no default") > 0 &&
           print_man_text(out, row->fallback != NULL ? row->fallback : "") &&
           fprintf(out, "%s)\n", row->fallback != NULL ? "\\fR" : "") > 0 &&
           print_man_text(out, row->sentence) && fputs("\nWrite ", out) != EOF &&
           print_man_text(out, row->write) && fputs(".\n", out) != EOF;
}

bool option_print(FILE *out, option_format format) {
    for (size_t i = 0; i < ROW_COUNT; i++) {
        const option *row = &rows[i];
        char name[OPTION_NAME_SIZE];
        option_name(row, name);
        bool printed = format == OPTION_MAN
                           ? print_man_row(out, row, name)
                           : fprintf(out, "%s (%s; %s%s)\n    %s\n    Write %s.\n", name, row->type,
                                     row->fallback != NULL ? "default " : "no default",
                                     row->fallback != NULL ? row->fallback : "", row->sentence,
                                     row->write) > 0;
        if (!printed)
            return false;
    }
    return true;
}
