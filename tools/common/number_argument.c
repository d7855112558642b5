#include "tools/common/number_argument.h"

#include <stddef.h>

bool whole_argument(const char *text, uint64_t low, uint64_t high, uint64_t *ret_value) {
    uint64_t value = 0;
    if (*text == '\0') {
        return false;
    }
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9' || __builtin_mul_overflow(value, UINT64_C(10), &value) ||
            __builtin_add_overflow(value, (uint64_t)(*text - '0'), &value)) {
            return false;
        }
    }
    if (value < low || value > high) {
        return false;
    }
    *ret_value = value;
    return true;
}

bool decimal_argument(const char *text, uint64_t low, uint64_t high, uint64_t *ret_millionths) {
    char digits[32];
    size_t count = 0;
    int decimals = -1;
    for (; *text != '\0'; text++) {
        if (*text == '.' && decimals < 0 && count > 0) {
            decimals = 0;
            continue;
        }
        if (*text < '0' || *text > '9' || count >= sizeof digits - 8 || decimals == 6) {
            return false;
        }
        digits[count++] = *text;
        decimals += decimals >= 0 ? 1 : 0;
    }
    if (count == 0 || decimals == 0) {
        return false;
    }
    for (int i = decimals < 0 ? 0 : decimals; i < 6; i++) {
        digits[count++] = '0';
    }
    digits[count] = '\0';
    return whole_argument(digits, low, high, ret_millionths);
}
