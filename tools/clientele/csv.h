/* csv.h - comma-separated values after RFC 4180: CRLF line ends, quotes doubled; always UTF-8. */
#ifndef TOOLS_CLIENTELE_CSV_H
#define TOOLS_CLIENTELE_CSV_H

#include <stddef.h>
#include <stdio.h>

/* Writes the field of column `index`, with the comma before it but for the first. */
void csv_field(FILE *out, size_t index, const char *printable);
void csv_end_row(FILE *out);

#endif
