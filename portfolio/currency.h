/* currency.h - ISO 4217 currencies and conversion to the base currency.
 *
 * Amounts are whole numbers of the currency's minor unit (EUR: cents, JPY: yen, KWD: fils). */
#ifndef PORTFOLIO_CURRENCY_H
#define PORTFOLIO_CURRENCY_H

#include "portfolio/calendar.h"
#include "portfolio/text.h"

typedef uint16_t currency; /* index into the ISO 4217 table */

#define CURRENCY_NONE UINT16_MAX

/* CURRENCY_NONE when the three letters are not an active ISO 4217 currency (upper case only). */
currency currency_find(text code);
const char *currency_code(currency c); /* "EUR" */
int currency_decimals(currency c);     /* ISO 4217 minor unit digits: 0 to 4 */

/* One unit of `from` is worth numerator / 10^scale units of the base, from that day on. */
typedef struct rate {
    currency of;
    day from;
    int64_t numerator; /* > 0 */
    int scale;         /* 0 to 12 */
} rate;

/* Rates sorted by currency, then day. The base itself needs no row. */
typedef struct rates {
    currency base;
    const rate *rows;
    size_t count;
} rates;

/* Whether an amount in c on that day can be converted: c is the base, or a row's `from` <= d. */
bool rates_known(const rates *self, currency c, day d);

/* Converts minor units of c to minor units of the base at the rate of that day, half away from
 * zero. false: no rate, or beyond int64_t; *ret_amount untouched. */
bool rates_convert(const rates *self, currency c, day d, int64_t amount, int64_t *ret_amount);

#endif
