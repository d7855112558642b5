#include "ingest/decoding.h"
#include "ingest/json_token.h"
#include "portfolio/decimal.h"
#include "portfolio/limits.h"

enum { QUANTITY_DECIMALS = 3 };

static bool unescape(decoding *d, event_field field, text escaped, text *ret) {
    char *plain = event_batch_alloc(d->batch, escaped.length);
    if (plain == NULL) {
        d->no_memory = true;
        return false;
    }
    size_t length = json_unescape(escaped.bytes, escaped.length, plain);
    if (length == SIZE_MAX) {
        return refuse(d, REASON_ENCODING, field,
                      "has half of a \\u surrogate pair; send both halves or UTF-8");
    }
    *ret = (text){plain, (uint32_t)length};
    return true;
}

static inline bool take_string(decoding *d, event_field field, const json_value *value, text *ret) {
    if (json_first_byte(d->view, value) != '"') {
        return refuse(d, REASON_BAD_FIELD, field, "is not a string; put it in double quotes");
    }
    text inside = {d->view->bytes + value->start + 1, value->length - 2U};
    if (value->escaped) {
        return unescape(d, field, inside, ret);
    }
    *ret = inside;
    return true;
}

bool read_string(decoding *d, event_field field, const json_value *value, text *ret) {
    return take_string(d, field, value, ret);
}

static inline bool read_bounded(decoding *d, event_field field, uint32_t longest, text *ret) {
    text found = {0};
    if (!take_string(d, field, field_of(d, field), &found)) {
        return false;
    }
    if (found.length > longest) {
        return refuse(d, REASON_TOO_LONG, field, "has %u bytes; at most %u are allowed",
                      (unsigned)found.length, (unsigned)longest);
    }
    *ret = found;
    return true;
}

bool read_name(decoding *d, event_field field, text *ret) {
    return !has_field(d, field) || read_bounded(d, field, NAME_BYTES_MAX, ret);
}

/* C0, DEL and C1; the text is UTF-8. */
static bool has_control_character(text t) {
    for (uint32_t i = 0; i < t.length; i++) {
        unsigned char c = (unsigned char)t.bytes[i];
        if (c < 0x20 || c == 0x7F || (c == 0xC2 && (unsigned char)t.bytes[i + 1] < 0xA0)) {
            return true;
        }
    }
    return false;
}

bool read_id(decoding *d, event_field field, uint32_t longest, text *ret) {
    if (!has_field(d, field)) {
        return true;
    }
    text found = {0};
    if (!read_bounded(d, field, longest, &found)) {
        return false;
    }
    if (has_control_character(found)) {
        return refuse(d, REASON_ENCODING, field, "has a control character; remove it");
    }
    if (found.length > 0) {
        *ret = found;
    }
    return true;
}

bool require_id(decoding *d, event_field field, uint32_t longest, text *ret) {
    text found = {0};
    if (!read_id(d, field, longest, &found)) {
        return false;
    }
    if (found.length == 0) {
        return has_field(d, field)
                   ? refuse(d, REASON_BAD_FIELD, field, "is empty; 1 to %u bytes are needed",
                            (unsigned)longest)
                   : refuse(d, REASON_MISSING_FIELD, field, "is missing; this event must have it");
    }
    *ret = found;
    return true;
}

bool read_document_id(decoding *d, event_field field, text *ret) {
    text id = {0};
    if (!read_id(d, field, ID_BYTES_MAX, &id)) {
        return false;
    }
    if (id.length == 0) {
        return true;
    }
    if (d->name_space.length == 0) {
        *ret = id;
        return true;
    }
    uint32_t length = d->name_space.length + id.length;
    if (length > ID_BYTES_MAX + NAMESPACE_BYTES_MAX) {
        return refuse(d, REASON_TOO_LONG, field,
                      "has more than %d bytes behind the feed's namespace",
                      ID_BYTES_MAX + NAMESPACE_BYTES_MAX);
    }
    char *joined = event_batch_alloc(d->batch, length);
    if (joined == NULL) {
        d->no_memory = true;
        return false;
    }
    memcpy(joined, d->name_space.bytes, d->name_space.length);
    memcpy(joined + d->name_space.length, id.bytes, id.length);
    *ret = (text){joined, length};
    return true;
}

bool read_boolean(decoding *d, event_field field, bool *ret) {
    const json_value *value = field_of(d, field);
    if (value == NULL) {
        return true;
    }
    char first = json_first_byte(d->view, value);
    if (first != 't' && first != 'f') {
        return refuse(d, REASON_BAD_FIELD, field, "is neither true nor false (without quotes)");
    }
    *ret = first == 't';
    return true;
}

bool read_day(decoding *d, event_field field, day *ret) {
    const json_value *value = field_of(d, field);
    if (value == NULL) {
        return true;
    }
    text found = {0};
    if (!read_string(d, field, value, &found)) {
        return false;
    }
    day parsed;
    if (!day_parse(found.bytes, found.length, &parsed)) {
        return refuse(d, REASON_BAD_DATE, field, "is not a date YYYY-MM-DD from 1900 to 2199");
    }
    *ret = parsed;
    return true;
}

/* The text of a number, as it is written: a JSON number or a string. */
static bool read_number_text(decoding *d, event_field field, const json_value *value, text *ret) {
    char first = json_first_byte(d->view, value);
    if (first == '-' || (first >= '0' && first <= '9')) {
        *ret = (text){d->view->bytes + value->start, value->length};
        return true;
    }
    if (first != '"') {
        return refuse(d, REASON_BAD_FIELD, field, "is neither a number nor a string with one");
    }
    return take_string(d, field, value, ret);
}

bool read_whole_number(decoding *d, event_field field, int64_t largest, int64_t *ret,
                       bool *ret_given) {
    const json_value *value = field_of(d, field);
    if (value == NULL) {
        return true;
    }
    text digits = {0};
    if (!read_number_text(d, field, value, &digits)) {
        return false;
    }
    int64_t number = 0;
    bool beyond = false;
    for (uint32_t i = 0; i < digits.length; i++) {
        unsigned digit = (unsigned char)digits.bytes[i] - (unsigned)'0';
        if (digit > 9) {
            return refuse(d, REASON_BAD_NUMBER, field, "is not a whole number of digits alone");
        }
        beyond = beyond || number > (largest - (int64_t)digit) / 10;
        number = beyond ? 0 : number * 10 + (int64_t)digit;
    }
    if (digits.length == 0) {
        return refuse(d, REASON_BAD_NUMBER, field, "is not a whole number of digits alone");
    }
    if (beyond) {
        return refuse(d, REASON_OUT_OF_RANGE, field, "is more than %lld", (long long)largest);
    }
    *ret = number;
    *ret_given = true;
    return true;
}

/* How a decimal is to be read. */
typedef struct decimal_form {
    int decimals;
    int64_t largest;  /* in size, in units of the last decimal */
    const char *unit; /* what the decimals are of, for explanations */
} decimal_form;

static bool refuse_decimal(decoding *d, event_field field, decimal_result result,
                           const decimal_form *form) {
    if (result == DECIMAL_NOT_A_NUMBER) {
        return refuse(d, REASON_BAD_NUMBER, field, "is not a decimal number such as 119.60");
    }
    if (result == DECIMAL_TOO_MANY_DECIMALS) {
        return refuse(d, REASON_TOO_MANY_DECIMALS, field,
                      "has more than the %d decimals of %s; round it", form->decimals, form->unit);
    }
    char largest[DECIMAL_TEXT_SIZE];
    decimal_format(form->largest, form->decimals, largest);
    return refuse(d, REASON_OUT_OF_RANGE, field, "is out of range; it may be from -%s to %s",
                  largest, largest);
}

static bool read_decimal(decoding *d, event_field field, const decimal_form *form, int64_t *ret) {
    text written = {0};
    if (!read_number_text(d, field, field_of(d, field), &written)) {
        return false;
    }
    int64_t number = 0;
    decimal_result result = decimal_parse(written.bytes, written.length, form->decimals, &number);
    if (result == DECIMAL_OK && (number > form->largest || number < -form->largest)) {
        result = DECIMAL_OUT_OF_RANGE;
    }
    if (result != DECIMAL_OK) {
        return refuse_decimal(d, field, result, form);
    }
    *ret = number;
    return true;
}

bool read_amount(decoding *d, event_field field, currency c, int64_t *ret, bool *ret_given) {
    if (!has_field(d, field)) {
        return true;
    }
    decimal_form form = {currency_decimals(c), DOCUMENT_MINOR_MAX, currency_code(c)};
    if (!read_decimal(d, field, &form, ret)) {
        return false;
    }
    *ret_given = true;
    return true;
}

bool read_quantity(decoding *d, event_field field, int64_t *ret, bool *ret_given) {
    static const decimal_form form = {QUANTITY_DECIMALS, DOCUMENT_SUM_MAX, "a quantity"};
    if (!has_field(d, field)) {
        return true;
    }
    if (!read_decimal(d, field, &form, ret)) {
        return false;
    }
    *ret_given = true;
    return true;
}
