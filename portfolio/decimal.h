/* decimal.h - exact decimals between text and whole numbers of a smaller unit. */
#ifndef PORTFOLIO_DECIMAL_H
#define PORTFOLIO_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum decimal_result {
    DECIMAL_OK,
    DECIMAL_NOT_A_NUMBER,      /* not [-]digits[.digits][(e|E)[+-]digits] */
    DECIMAL_TOO_MANY_DECIMALS, /* significant digits below the unit; trailing zeros don't count */
    DECIMAL_OUT_OF_RANGE,      /* beyond int64_t, or 1e400 */
} decimal_result;

/* Reads a decimal as a whole number of 10^-decimals: ("119.60", 2) gives 11960, ("1.2e3", 0) 1200.
 * *ret_value is untouched unless DECIMAL_OK. A leading '+', blanks, "NaN", "inf", "0x1" are not
 * numbers. */
decimal_result decimal_parse(const char *bytes, size_t length, int decimals, int64_t *ret_value);

#define DECIMAL_TEXT_SIZE 24
/* Always `decimals` digits after the point: (11960, 2) gives "119.60", (-5, 2) "-0.05". */
void decimal_format(int64_t value, int decimals, char out[static DECIMAL_TEXT_SIZE]);
/* Without trailing zeros: (21000, 3) gives "21", (2500, 3) "2.5". */
void decimal_format_short(int64_t value, int decimals, char out[static DECIMAL_TEXT_SIZE]);

/* numerator / denominator in millionths, half away from zero; INT64_MIN when denominator is 0 or
 * the quotient does not fit. Exact (128-bit inside). */
int64_t ratio_millionths(int64_t numerator, int64_t denominator);

#endif
