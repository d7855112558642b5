/* figure_path.h - what clients can be sorted by: `client`, `name`, or a figure's dotted name. */
#ifndef DAEMON_FIGURE_PATH_H
#define DAEMON_FIGURE_PATH_H

#include "daemon/figure.h"

/* The names in order: "client", "name", then those of the figures. NULL: no such number. */
const char *figure_path_name(size_t number);

/* What a client is sorted by. */
typedef struct sort_value {
    int64_t number; /* FIGURE_NULL: unknown; 0 where it is the text that counts */
    text words;     /* client, name; absent: unknown */
} sort_value;

/* Whether that path's values are texts. */
bool figure_path_is_text(size_t number);
sort_value figure_path_value(size_t number, const portfolio *p, uint32_t client);
/* The client's value, as JSON. */
void figure_path_write(json_writer *out, size_t number, const portfolio *p, uint32_t client);

#endif
