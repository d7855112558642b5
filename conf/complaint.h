/* complaint.h - one mistake in a configuration, and its place.
 *
 * "clienteled.yaml:14:9: unknown key `fiscal_year`; did you mean `fiscal_year_start`?" */
#ifndef CONF_COMPLAINT_H
#define CONF_COMPLAINT_H

#include <stdint.h>

#include "portfolio/text.h"

#define COMPLAINT_SIZE 512
typedef struct complaint {
    char text[COMPLAINT_SIZE]; /* UTF-8, one line, no control characters */
} complaint;

/* Writes "file:line:column: " and the sentence; line 0: "file: " and the sentence. A long file name
 * loses its beginning, a long sentence its end. */
void complaint_write(complaint *self, const char *file, uint32_t line, uint32_t column,
                     const char *format, ...) __attribute__((format(printf, 5, 6)));

/* What someone wrote, fit to be shown: long texts are cut after a whole character. */
typedef struct shown {
    char text[80];
} shown;
shown shown_of(text t);

#endif
