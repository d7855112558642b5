#include "tools/clientele/periods.h"

#include "tools/clientele/figure.h"
#include "tools/common/must.h"
#include "tools/common/plot.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool month_read(const char *text, month *ret_month) {
    static const size_t digits[] = {0, 1, 2, 3, 5, 6};
    if (text == NULL || strlen(text) < MONTH_TEXT_SIZE - 1 || text[4] != '-') {
        return false;
    }
    for (size_t i = 0; i < sizeof digits / sizeof digits[0]; i++) {
        if (!isdigit((unsigned char)text[digits[i]])) {
            return false;
        }
    }
    int year = (int)strtol(text, NULL, 10);
    int number = (int)strtol(text + 5, NULL, 10);
    if (number < 1 || number > 12) {
        return false;
    }
    *ret_month = year * 12 + number - 1;
    return true;
}

void month_text(month m, char out[static MONTH_TEXT_SIZE]) {
    const month most = 9999 * 12 + 11;
    unsigned inside = (unsigned)(m < 0 ? 0 : m > most ? most : m);
    (void)snprintf(out, MONTH_TEXT_SIZE, "%04u-%02u", inside / 12 % 10000, inside % 12 + 1);
}

char *month_sparkline(const json_t *history, month first, size_t count, bool in_utf8) {
    double *values = must_allocate(count, sizeof *values);
    size_t index = 0;
    const json_t *row = NULL;
    json_array_foreach(history, index, row) {
        month m = 0;
        double revenue = figure_number(json_object_get(row, "revenue"));
        if (month_read(json_string_value(json_object_get(row, "period")), &m) && m >= first &&
            (size_t)(m - first) < count && isfinite(revenue)) {
            values[m - first] += revenue;
        }
    }
    char *line = plot_sparkline(values, count, in_utf8);
    free(values);
    return line;
}
