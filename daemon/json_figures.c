#include "daemon/json_figures.h"

#include "portfolio/decimal.h"

enum { QUANTITY_DECIMALS = 3, RATIO_DECIMALS = 6 };

/* Of digits and signs: nothing to escape. `quoted` has a byte before and after it free. */
static void write_quoted(json_writer *self, char *quoted) {
    size_t length = strlen(quoted + 1);
    quoted[0] = '"';
    quoted[length + 1] = '"';
    json_literal(self, quoted, length + 2);
}

void json_amount(json_writer *self, int64_t minor, int decimals) {
    char quoted[DECIMAL_TEXT_SIZE + 2];
    decimal_format(minor, decimals, quoted + 1);
    write_quoted(self, quoted);
}

void json_quantity(json_writer *self, int64_t thousandths) {
    char quoted[DECIMAL_TEXT_SIZE + 2];
    decimal_format_short(thousandths, QUANTITY_DECIMALS, quoted + 1);
    write_quoted(self, quoted);
}

void json_ratio(json_writer *self, int64_t millionths) {
    if (millionths == INT64_MIN) {
        json_nothing(self);
        return;
    }
    char number[DECIMAL_TEXT_SIZE];
    decimal_format_short(millionths, RATIO_DECIMALS, number);
    json_literal(self, number, strlen(number));
}

void json_day(json_writer *self, day d) {
    if (d == DAY_NONE) {
        json_nothing(self);
        return;
    }
    char quoted[DAY_TEXT_SIZE + 2];
    day_format(d, quoted + 1);
    write_quoted(self, quoted);
}

void json_instant(json_writer *self, int64_t nanoseconds) {
    if (nanoseconds == INT64_MIN) {
        json_nothing(self);
        return;
    }
    char quoted[INSTANT_TEXT_SIZE + 2];
    instant_format(nanoseconds, quoted + 1);
    write_quoted(self, quoted);
}
