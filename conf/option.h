/* option.h - every key of the configuration; the table is option.def. */
#ifndef CONF_OPTION_H
#define CONF_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "portfolio/text.h"

typedef struct option {
    const char *section; /* "" at the top, "endpoints", "feeds[]", "rates.CODE[]" */
    const char *key;
    const char *type;
    const char *fallback; /* the default as written in YAML; NULL: none */
    const char *write;    /* what may be written, as the end of "...; write " */
    const char *sentence;
} option;

/* Rows in the order of option.def. */
size_t option_count(void);
const option *option_at(size_t index);

/* The row's number; option_count() when the section has no such key. */
size_t option_find(const char *section, text key);
/* The key of the section that is most like a wrong one; NULL when none is alike. */
const char *option_nearest(const char *section, text wrong);

#define OPTION_NAME_SIZE 64
/* "endpoints.query", "feeds[].name", "clock" */
void option_name(const option *self, char out[static OPTION_NAME_SIZE]);

typedef enum option_format {
    OPTION_TEXT, /* for a terminal */
    OPTION_MAN,  /* for man(7): the section OPTIONS of clienteled.conf(5) */
} option_format;

/* Writes all rows. false: the stream failed. */
bool option_print(FILE *out, option_format format);

#endif
