#include "tools/clientele/csv.h"

#include <string.h>

void csv_field(FILE *out, size_t index, const char *printable) {
    if (index > 0) {
        (void)fputc(',', out);
    }
    if (strpbrk(printable, ",\"\r\n") == NULL) {
        (void)fputs(printable, out);
        return;
    }
    (void)fputc('"', out);
    for (const char *at = printable; *at != '\0'; at++) {
        if (*at == '"') {
            (void)fputc('"', out);
        }
        (void)fputc(*at, out);
    }
    (void)fputc('"', out);
}

void csv_end_row(FILE *out) {
    (void)fputs("\r\n", out);
}
