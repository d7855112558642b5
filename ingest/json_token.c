#include "ingest/json_token.h"

#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Steps over digits. NULL: there is none. */
static const char *skip_digits(const char *at, const char *end) {
    const char *first = at;
    while (at < end && is_digit(*at)) {
        at++;
    }
    return at > first ? at : NULL;
}

static bool is_number(const char *token, size_t length) {
    const char *at = token;
    const char *end = token + length;
    at += at < end && *at == '-';
    bool leading_zero = at < end && *at == '0';
    const char *whole = at;
    at = skip_digits(at, end);
    if (at == NULL || (leading_zero && at - whole > 1)) {
        return false;
    }
    if (at < end && *at == '.') {
        at = skip_digits(at + 1, end);
    }
    if (at != NULL && at < end && (*at == 'e' || *at == 'E')) {
        at++;
        at += at < end && (*at == '+' || *at == '-');
        at = skip_digits(at, end);
    }
    return at == end;
}

static bool is_literal(const char *token, size_t length, const char *literal,
                       size_t literal_length) {
    return length == literal_length && memcmp(token, literal, length) == 0;
}

bool json_scalar_valid(const char *token, size_t length) {
    return is_number(token, length) || is_literal(token, length, "true", 4) ||
           is_literal(token, length, "false", 5) || is_literal(token, length, "null", 4);
}

/* -1: not a hexadecimal digit. */
static int hex_digit(char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* What may stand behind a backslash. */
static bool is_escape(char c) {
    switch (c) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
    case 'u': return true;
    default: return false;
    }
}

bool json_escapes_valid(const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != '\\') {
            continue;
        }
        if (++i == length || !is_escape(bytes[i])) {
            return false;
        }
        if (bytes[i] == 'u') {
            for (size_t digit = 1; digit <= 4; digit++) {
                if (i + digit >= length || hex_digit(bytes[i + digit]) < 0) {
                    return false;
                }
            }
        }
    }
    return true;
}

static uint32_t read_hex(const char *digits) {
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        value = value << 4 | (uint32_t)hex_digit(digits[i]);
    }
    return value;
}

static size_t write_utf8(uint32_t character, char *out) {
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    if (character < 0x800) {
        out[0] = (char)(0xC0 | character >> 6);
        out[1] = (char)(0x80 | (character & 0x3F));
        return 2;
    }
    if (character < 0x10000) {
        out[0] = (char)(0xE0 | character >> 12);
        out[1] = (char)(0x80 | (character >> 6 & 0x3F));
        out[2] = (char)(0x80 | (character & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | character >> 18);
    out[1] = (char)(0x80 | (character >> 12 & 0x3F));
    out[2] = (char)(0x80 | (character >> 6 & 0x3F));
    out[3] = (char)(0x80 | (character & 0x3F));
    return 4;
}

/* Reads the escape behind "\u", a surrogate pair as one character, and returns how many bytes it
 * took. 0: half of a pair is missing. */
static size_t read_unicode_escape(const char *digits, size_t length, uint32_t *ret_character) {
    const uint32_t high_first = 0xD800;
    const uint32_t low_first = 0xDC00;
    const uint32_t low_last = 0xDFFF;
    uint32_t unit = read_hex(digits);
    if (unit < high_first || unit > low_last) {
        *ret_character = unit;
        return 4;
    }
    if (unit >= low_first || length < 10 || digits[4] != '\\' || digits[5] != 'u') {
        return 0;
    }
    uint32_t low = read_hex(digits + 6);
    if (low < low_first || low > low_last) {
        return 0;
    }
    *ret_character = 0x10000 + ((unit - high_first) << 10) + (low - low_first);
    return 10;
}

static char simple_escape(char letter) {
    switch (letter) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return letter;
    }
}

size_t json_unescape(const char *bytes, size_t length, char *out) {
    size_t written = 0;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != '\\') {
            out[written++] = bytes[i];
            continue;
        }
        i++;
        if (bytes[i] != 'u') {
            out[written++] = simple_escape(bytes[i]);
            continue;
        }
        uint32_t character;
        size_t taken = read_unicode_escape(bytes + i + 1, length - i - 1, &character);
        if (taken == 0) {
            return SIZE_MAX;
        }
        written += write_utf8(character, out + written);
        i += taken;
    }
    return written;
}

/* Bytes of a character that begins so. 0: none does. */
static size_t length_by_first_byte(unsigned char first) {
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xC2 || first > 0xF4) {
        return 0;
    }
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* Whether the second byte makes the character longer than needed, a surrogate or beyond the last
 * plane. */
static bool is_misplaced(unsigned char first, unsigned char second) {
    return (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
           (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
}

size_t utf8_character_length(const char *bytes, size_t length) {
    size_t count = length_by_first_byte((unsigned char)bytes[0]);
    if (count > length) {
        return 0;
    }
    for (size_t i = 1; i < count; i++) {
        if (((unsigned char)bytes[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return count > 1 && is_misplaced((unsigned char)bytes[0], (unsigned char)bytes[1]) ? 0 : count;
}

size_t json_first_not_utf8(const char *bytes, size_t length) {
    size_t at = 0;
    while (at < length) {
        size_t count = utf8_character_length(bytes + at, length - at);
        if (count == 0) {
            break;
        }
        at += count;
    }
    return at;
}

size_t json_first_control(const char *bytes, size_t length) {
    bool in_string = false;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c == '"') {
            in_string = !in_string;
        } else if (in_string && c == '\\') {
            i++;
        } else if (in_string && c < 0x20) {
            return i;
        }
    }
    return length;
}
