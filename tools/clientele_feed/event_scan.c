#include "tools/clientele_feed/event_scan.h"

#include <stdint.h>
#include <string.h>

typedef struct scanner {
    const unsigned char *at;
    const unsigned char *end;
} scanner;

typedef struct span {
    const unsigned char *from;
    size_t length;
    bool escaped;
} span;

static void skip_blanks(scanner *s) {
    while (s->at < s->end &&
           (*s->at == ' ' || *s->at == '\t' || *s->at == '\r' || *s->at == '\n')) {
        s->at++;
    }
}

static bool take(scanner *s, unsigned char expected) {
    if (s->at < s->end && *s->at == expected) {
        s->at++;
        return true;
    }
    return false;
}

/* ---- strings ---- */

static bool in_range(unsigned char byte, unsigned char low, unsigned char high) {
    return byte >= low && byte <= high;
}

/* One character beyond ASCII: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
static bool scan_wide(scanner *s) {
    size_t left = (size_t)(s->end - s->at);
    const unsigned char *b = s->at;
    size_t length = 0;
    if (in_range(b[0], 0xc2, 0xdf)) {
        length = 2;
    } else if (in_range(b[0], 0xe0, 0xef)) {
        length = 3;
    } else if (in_range(b[0], 0xf0, 0xf4)) {
        length = 4;
    }
    if (length == 0 || left < length) {
        return false;
    }
    unsigned char low = b[0] == 0xe0 ? 0xa0 : b[0] == 0xf0 ? 0x90 : 0x80;
    unsigned char high = b[0] == 0xed ? 0x9f : b[0] == 0xf4 ? 0x8f : 0xbf;
    if (!in_range(b[1], low, high)) {
        return false;
    }
    for (size_t i = 2; i < length; i++) {
        if (!in_range(b[i], 0x80, 0xbf)) {
            return false;
        }
    }
    s->at += length;
    return true;
}

static bool scan_hex4(scanner *s, uint32_t *ret_code) {
    uint32_t code = 0;
    if (s->end - s->at < 4) {
        return false;
    }
    for (int i = 0; i < 4; i++) {
        unsigned char c = *s->at++;
        if (in_range(c, '0', '9')) {
            code = code << 4 | (uint32_t)(c - '0');
        } else if (in_range(c | 0x20, 'a', 'f')) {
            code = code << 4 | (uint32_t)((c | 0x20) - 'a' + 10);
        } else {
            return false;
        }
    }
    *ret_code = code;
    return true;
}

/* Behind the backslash. */
static bool scan_escape(scanner *s) {
    if (s->at == s->end) {
        return false;
    }
    unsigned char c = *s->at++;
    if (c != 'u') {
        return c != '\0' && strchr("\"\\/bfnrt", c) != NULL;
    }
    uint32_t code = 0;
    if (!scan_hex4(s, &code) || (code >= 0xdc00 && code <= 0xdfff)) {
        return false;
    }
    if (code < 0xd800 || code > 0xdbff) {
        return true;
    }
    uint32_t second = 0;
    return take(s, '\\') && take(s, 'u') && scan_hex4(s, &second) && second >= 0xdc00 &&
           second <= 0xdfff;
}

static bool scan_string(scanner *s, span *ret_span) {
    if (!take(s, '"')) {
        return false;
    }
    span found = {.from = s->at};
    while (s->at < s->end) {
        unsigned char c = *s->at;
        if (c == '"') {
            found.length = (size_t)(s->at - found.from);
            s->at++;
            *ret_span = found;
            return true;
        }
        if (c == '\\') {
            s->at++;
            found.escaped = true;
            if (!scan_escape(s)) {
                return false;
            }
        } else if (c >= 0x80) {
            if (!scan_wide(s)) {
                return false;
            }
        } else if (c < 0x20) {
            return false;
        } else {
            s->at++;
        }
    }
    return false;
}

/* ---- other values ---- */

static int scan_digits(scanner *s) {
    int count = 0;
    while (s->at < s->end && in_range(*s->at, '0', '9')) {
        s->at++;
        count += count < 1000 ? 1 : 0;
    }
    return count;
}

static bool scan_number(scanner *s) {
    (void)take(s, '-');
    bool zero = s->at < s->end && *s->at == '0';
    int digits = scan_digits(s);
    if (digits == 0 || (zero && digits > 1)) {
        return false;
    }
    if (take(s, '.')) {
        int decimals = scan_digits(s);
        if (decimals == 0) {
            return false;
        }
        digits += decimals;
    }
    if (take(s, 'e') || take(s, 'E')) {
        if (!take(s, '-')) {
            (void)take(s, '+');
        }
        int exponent = scan_digits(s);
        if (exponent == 0 || exponent > 2) {
            return false;
        }
    }
    return digits <= SCAN_NUMBER_DIGITS_MAX;
}

static bool scan_word(scanner *s, const char *word) {
    size_t length = strlen(word);
    if ((size_t)(s->end - s->at) < length || memcmp(s->at, word, length) != 0) {
        return false;
    }
    s->at += length;
    return true;
}

static bool scan_value(scanner *s, int depth);

static bool scan_array(scanner *s, int depth) {
    skip_blanks(s);
    if (take(s, ']')) {
        return true;
    }
    do {
        if (!scan_value(s, depth + 1)) {
            return false;
        }
    } while (take(s, ','));
    return take(s, ']');
}

static bool scan_key(scanner *s, span *ret_key) {
    skip_blanks(s);
    if (!scan_string(s, ret_key)) {
        return false;
    }
    skip_blanks(s);
    return take(s, ':');
}

static bool scan_inner_object(scanner *s, int depth) {
    skip_blanks(s);
    if (take(s, '}')) {
        return true;
    }
    do {
        span key;
        if (!scan_key(s, &key) || !scan_value(s, depth + 1)) {
            return false;
        }
    } while (take(s, ','));
    return take(s, '}');
}

/* A value with the blanks around it. */
static bool scan_value(scanner *s, int depth) {
    skip_blanks(s);
    if (s->at == s->end || depth > SCAN_DEPTH_MAX) {
        return false;
    }
    bool good;
    span ignored;
    switch (*s->at) {
    case '{':
        s->at++;
        good = scan_inner_object(s, depth);
        break;
    case '[':
        s->at++;
        good = scan_array(s, depth);
        break;
    case '"': good = scan_string(s, &ignored); break;
    case 't': good = scan_word(s, "true"); break;
    case 'f': good = scan_word(s, "false"); break;
    case 'n': good = scan_word(s, "null"); break;
    default: good = scan_number(s); break;
    }
    skip_blanks(s);
    return good;
}

/* ---- the event itself ---- */

static bool is_named(const span *key, const char *name) {
    return key->length == strlen(name) && memcmp(key->from, name, key->length) == 0;
}

static bool scan_member(scanner *s, const unsigned char *start, event_shape *shape) {
    span key;
    if (!scan_key(s, &key)) {
        return false;
    }
    if (is_named(&key, "type") && shape->type_length == 0) {
        skip_blanks(s);
        if (s->at < s->end && *s->at == '"') {
            span type;
            if (!scan_string(s, &type)) {
                return false;
            }
            shape->type_from = (size_t)(type.from - start);
            shape->type_length = type.escaped ? 0 : type.length;
            skip_blanks(s);
            return true;
        }
    }
    shape->has_source |= is_named(&key, "source");
    shape->has_sequence |= is_named(&key, "sequence");
    return scan_value(s, 1);
}

event_shape event_scan(const char *bytes, size_t length) {
    scanner s = {.at = (const unsigned char *)bytes};
    s.end = s.at + length;
    const unsigned char *start = s.at;
    event_shape shape = {.sound = true};
    const event_shape unsound = {0};
    skip_blanks(&s);
    if (!take(&s, '{')) {
        return unsound;
    }
    shape.members_from = (size_t)(s.at - start);
    skip_blanks(&s);
    if (!take(&s, '}')) {
        shape.has_members = true;
        do {
            if (!scan_member(&s, start, &shape)) {
                return unsound;
            }
        } while (take(&s, ','));
        if (!take(&s, '}')) {
            return unsound;
        }
    }
    skip_blanks(&s);
    return s.at == s.end ? shape : unsound;
}
