#include "portfolio/decimal.h"

#include <assert.h>
#include <string.h>

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 unsigned_wide;

/* A number as it is written: mantissa x 10^power, without the decimals it is read with. */
typedef struct written_number {
    uint64_t mantissa; /* its last digit is not 0, unless it is 0 itself */
    int64_t power;
    bool negative;
    bool too_long; /* the mantissa does not fit */
} written_number;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Appends digits to the number. Zeros wait in *zeros until a digit that is not 0 needs them, so
 * that trailing ones count neither as decimals nor towards the range. */
static const char *read_digits(const char *at, const char *end, written_number *number,
                               int64_t *zeros) {
    for (; at < end && is_digit(*at); at++) {
        if (*at == '0') {
            *zeros += number->mantissa != 0 || number->too_long;
            continue;
        }
        for (; *zeros >= 0 && !number->too_long; --*zeros) {
            number->too_long = __builtin_mul_overflow(number->mantissa, 10U, &number->mantissa);
        }
        *zeros = 0;
        number->too_long |=
            __builtin_add_overflow(number->mantissa, (uint64_t)(*at - '0'), &number->mantissa);
    }
    return at;
}

/* Reads what follows e or E. NULL: not an exponent. */
static const char *read_exponent(const char *at, const char *end, int64_t *ret_exponent) {
    const int64_t beyond_any_text = INT64_C(1000000000000); /* larger ones mean the same */
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) {
        at++;
    }
    if (at == end || !is_digit(*at)) {
        return NULL;
    }
    int64_t value = 0;
    for (; at < end && is_digit(*at); at++) {
        if (value < beyond_any_text) {
            value = value * 10 + (*at - '0');
        }
    }
    *ret_exponent = negative ? -value : value;
    return at;
}

static bool read_number(const char *bytes, size_t length, written_number *ret) {
    const char *at = bytes;
    const char *end = bytes + length;
    written_number number = {.negative = at < end && *at == '-'};
    at += number.negative;
    int64_t zeros = 0;
    const char *first = at;
    at = read_digits(at, end, &number, &zeros);
    if (at == first) {
        return false;
    }
    int64_t decimals = 0;
    if (at < end && *at == '.') {
        first = ++at;
        at = read_digits(at, end, &number, &zeros);
        decimals = at - first;
        if (decimals == 0) {
            return false;
        }
    }
    int64_t exponent = 0;
    if (at < end && (*at == 'e' || *at == 'E')) {
        at = read_exponent(at + 1, end, &exponent);
    }
    if (at != end) {
        return false;
    }
    number.power = zeros - decimals + exponent;
    *ret = number;
    return true;
}

/* The usual form, up to 18 bytes of [-]digits[.digits] with few enough decimals. false: it is
 * something else. */
static bool read_usual(const char *bytes, size_t length, int decimals, int64_t *ret_value) {
    enum { LENGTH_MAX = 18 }; /* of which every value fits */
    bool negative = length > 0 && bytes[0] == '-';
    size_t point = 0; /* where it is, behind at least one byte */
    int64_t value = 0;
    if (length > LENGTH_MAX) {
        return false;
    }
    for (size_t i = negative; i < length; i++) {
        unsigned digit = (unsigned char)bytes[i] - (unsigned)'0';
        if (digit <= 9) {
            value = value * 10 + digit;
        } else if (bytes[i] == '.' && point == 0 && i > negative) {
            point = i;
        } else {
            return false;
        }
    }
    size_t written = point == 0 ? 0 : length - point - 1;
    if (length == negative || (point != 0 && written == 0) || written > (size_t)decimals) {
        return false;
    }
    for (size_t missing = (size_t)decimals - written; missing > 0; missing--) {
        if (__builtin_mul_overflow(value, 10, &value)) {
            return false;
        }
    }
    *ret_value = negative ? -value : value;
    return true;
}

decimal_result decimal_parse(const char *bytes, size_t length, int decimals, int64_t *ret_value) {
    if (read_usual(bytes, length, decimals, ret_value)) {
        return DECIMAL_OK;
    }
    written_number number;
    if (!read_number(bytes, length, &number)) {
        return DECIMAL_NOT_A_NUMBER;
    }
    if (number.mantissa == 0 && !number.too_long) {
        *ret_value = 0;
        return DECIMAL_OK;
    }
    int64_t power = number.power + decimals;
    if (power < 0) {
        return DECIMAL_TOO_MANY_DECIMALS;
    }
    uint64_t value = number.mantissa;
    bool beyond = number.too_long || power > 18;
    for (; power > 0 && !beyond; power--) {
        beyond = __builtin_mul_overflow(value, 10U, &value);
    }
    if (beyond || value > (uint64_t)INT64_MAX + number.negative) {
        return DECIMAL_OUT_OF_RANGE;
    }
    /* By way of unsigned arithmetic, so that INT64_MIN comes out right. */
    *ret_value = number.negative ? (int64_t)(0 - value) : (int64_t)value;
    return DECIMAL_OK;
}

void decimal_format(int64_t value, int decimals, char out[static DECIMAL_TEXT_SIZE]) {
    assert(decimals >= 0 && decimals <= 19);
    char reversed[DECIMAL_TEXT_SIZE];
    int count = 0;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    for (int digit = 0; digit <= decimals || left > 0; digit++) {
        if (digit == decimals && decimals > 0) {
            reversed[count++] = '.';
        }
        reversed[count++] = (char)('0' + left % 10);
        left /= 10;
    }
    if (value < 0) {
        reversed[count++] = '-';
    }
    for (int i = 0; i < count; i++) {
        out[i] = reversed[count - 1 - i];
    }
    out[count] = '\0';
}

void decimal_format_short(int64_t value, int decimals, char out[static DECIMAL_TEXT_SIZE]) {
    decimal_format(value, decimals, out);
    if (decimals == 0) {
        return;
    }
    size_t length = strlen(out);
    while (out[length - 1] == '0') {
        length--;
    }
    length -= out[length - 1] == '.';
    out[length] = '\0';
}

int64_t ratio_millionths(int64_t numerator, int64_t denominator) {
    if (denominator == 0) {
        return INT64_MIN;
    }
    bool negative = (numerator < 0) != (denominator < 0);
    unsigned_wide n = numerator < 0 ? -(unsigned_wide)(wide)numerator : (unsigned_wide)numerator;
    unsigned_wide d =
        denominator < 0 ? -(unsigned_wide)(wide)denominator : (unsigned_wide)denominator;
    unsigned_wide quotient = (n * 1000000 + d / 2) / d;
    if (quotient > (unsigned_wide)INT64_MAX) {
        return INT64_MIN;
    }
    return negative ? -(int64_t)quotient : (int64_t)quotient;
}
