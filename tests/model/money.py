"""Exact amounts: reading, converting, rounding and showing them. No floating point."""

import re
from decimal import Decimal

# Decimals of currencies that do not have two (ISO 4217).
CURRENCY_DECIMALS = {
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
    "RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}
QUANTITY_DECIMALS = 3
# No amount or quantity is larger, in minor units of its currency (thousandths for quantities).
MINOR_MAX = 10 ** 15
# The magnitudes of a document's amounts, of its costs and of its quantities each add up to no more.
DOCUMENT_SUM_MAX = 100_000_000_000

DECIMAL_STRING = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")


class Refused(Exception):
    """The event is not valid: it must be quarantined and have no effect on any figure."""


def currency_decimals(currency):
    return CURRENCY_DECIMALS.get(currency, 2)


def divide_half_away(numerator, denominator):
    """The quotient of two integers, rounded half away from zero."""
    magnitude = (2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator))
    return -magnitude if (numerator < 0) != (denominator < 0) else magnitude


def read_scaled(value, decimals, what):
    """A decimal string or JSON number as a whole number of 10^-decimals."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise Refused(f"{what} is neither a decimal string nor a number")
    if isinstance(value, str) and not DECIMAL_STRING.match(value):
        raise Refused(f"{what} is not a decimal: {value[:40]!r}")
    number = Decimal(value)
    if not number.is_finite() or number.adjusted() > 18:
        raise Refused(f"{what} is out of range")
    sign, digits, exponent = number.as_tuple()
    shift = exponent + decimals
    magnitude = int("".join(map(str, digits)))
    if shift < 0:
        if magnitude == 0:
            return 0
        if -shift > 40 or magnitude % 10 ** -shift:
            raise Refused(f"{what} has more than {decimals} decimals")
        magnitude //= 10 ** -shift
    else:
        magnitude *= 10 ** shift
    if magnitude > MINOR_MAX:
        raise Refused(f"{what} is out of range")
    return -magnitude if sign else magnitude


class Rates:
    """The configured rates: one unit of a currency in units of the base currency, from a day on."""

    def __init__(self, base_currency, rates):
        self.base_currency = base_currency
        self.base_decimals = currency_decimals(base_currency)
        self.rates = {
            currency: sorted((str(row["from"]), Decimal(row["rate"])) for row in rows)
            for currency, rows in rates.items()
        }

    def rate(self, currency, date):
        """(numerator, denominator) from minor units of `currency` to base minor units."""
        if currency == self.base_currency:
            return 1, 1
        known = [rate for start, rate in self.rates.get(currency, ()) if start <= date.isoformat()]
        if not known:
            raise Refused(f"no rate for {currency} on {date}")
        sign, digits, exponent = known[-1].as_tuple()
        numerator = int("".join(map(str, digits)))
        power = exponent + self.base_decimals - currency_decimals(currency)
        return (numerator * 10 ** power, 1) if power >= 0 else (numerator, 10 ** -power)

    def convert(self, minor, currency, date):
        numerator, denominator = self.rate(currency, date)
        return divide_half_away(minor * numerator, denominator)


def show_scaled(minor, decimals):
    """A whole number of 10^-decimals as a decimal string with all its decimals."""
    text = str(abs(minor)).rjust(decimals + 1, "0")
    text = text if decimals == 0 else f"{text[:-decimals]}.{text[-decimals:]}"
    return f"-{text}" if minor < 0 else text


def show_quantity(thousandths):
    """Quantities lose their trailing zeros."""
    text = show_scaled(thousandths, QUANTITY_DECIMALS)
    return text.rstrip("0").rstrip(".")


def ratio(numerator, denominator):
    """A JSON number of 6 decimals, half away from zero; None over nothing."""
    if denominator == 0:
        return None
    millionths = divide_half_away(numerator * 1_000_000, denominator)
    return Decimal(millionths).scaleb(-6)
