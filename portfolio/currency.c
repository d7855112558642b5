#include "portfolio/currency.h"

#include <assert.h>

__extension__ typedef __int128 wide;

typedef struct currency_row {
    char code[4];
    int decimals;
} currency_row;

static const currency_row rows[] = {
#define CURRENCY(code, decimals) {#code, decimals},
#include "portfolio/currency.def"
#undef CURRENCY
};

enum { CURRENCY_COUNT = sizeof rows / sizeof rows[0], CODE_LENGTH = 3 };

/* The letters as a number that sorts as they do. */
static uint32_t code_order(const char *code) {
    return (uint32_t)(unsigned char)code[0] << 16 | (uint32_t)(unsigned char)code[1] << 8 |
           (unsigned char)code[2];
}

currency currency_find(text code) {
    if (code.length != CODE_LENGTH) {
        return CURRENCY_NONE;
    }
    uint32_t wanted = code_order(code.bytes);
    uint32_t low = 0;
    uint32_t high = CURRENCY_COUNT;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        uint32_t found = code_order(rows[middle].code);
        if (found == wanted) {
            return (currency)middle;
        }
        if (found < wanted) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return CURRENCY_NONE;
}

const char *currency_code(currency c) {
    assert(c < CURRENCY_COUNT);
    return rows[c].code;
}

int currency_decimals(currency c) {
    assert(c < CURRENCY_COUNT);
    return rows[c].decimals;
}

/* The row in force: the last one of c that starts by d. NULL: none. */
static const rate *rate_of(const rates *self, currency c, day d) {
    size_t low = 0;
    size_t high = self->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const rate *r = &self->rows[middle];
        if (r->of < c || (r->of == c && r->from <= d)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low > 0 && self->rows[low - 1].of == c ? &self->rows[low - 1] : NULL;
}

bool rates_known(const rates *self, currency c, day d) {
    return c == self->base || rate_of(self, c, d) != NULL;
}

static int64_t power_of_ten(int exponent) {
    int64_t power = 1;
    for (; exponent > 0; exponent--) {
        power *= 10;
    }
    return power;
}

bool rates_convert(const rates *self, currency c, day d, int64_t amount, int64_t *ret_amount) {
    if (c == self->base) {
        *ret_amount = amount;
        return true;
    }
    const rate *r = rate_of(self, c, d);
    if (r == NULL) {
        return false;
    }
    /* amount / 10^(decimals of c) x numerator / 10^scale x 10^(decimals of the base) */
    int down = r->scale + currency_decimals(c) - currency_decimals(self->base);
    wide converted = (wide)amount * r->numerator; /* below 2^126 in size */
    if (down > 0) {
        int64_t divisor = power_of_ten(down);
        wide half = converted < 0 ? -(divisor / 2) : divisor / 2;
        converted = (converted + half) / divisor;
    } else if (__builtin_mul_overflow(converted, (wide)power_of_ten(-down), &converted)) {
        return false;
    }
    if (converted > INT64_MAX || converted < INT64_MIN) {
        return false;
    }
    *ret_amount = (int64_t)converted;
    return true;
}
