#include "daemon/json_write.h"

#include <stdlib.h>

#include "conf/utf8.h"
#include "portfolio/decimal.h"

enum { FIRST_ROOM = 4096 };

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */

void json_writer_init(json_writer *self, size_t limit) {
    *self = (json_writer){.limit = limit};
}

void json_writer_finish(json_writer *self) {
    free(self->bytes);
    *self = (json_writer){0};
}

json_place json_here(const json_writer *self) {
    return (json_place){self->length, self->comma};
}

void json_go_back(json_writer *self, json_place to) {
    self->length = to.length;
    self->comma = to.comma;
    self->trouble = JSON_FINE;
}

/* Room for `more` bytes. false: there is none, `trouble` is set. */
static bool reserve(json_writer *self, size_t more) {
    if (self->trouble != JSON_FINE) {
        return false;
    }
    size_t needed = self->length + more;
    if (needed <= self->room && needed <= self->limit) {
        return true;
    }
    if (needed > self->limit) {
        self->trouble = JSON_TOO_LONG;
        return false;
    }
    size_t room = self->room == 0 ? FIRST_ROOM : self->room * 2;
    room = room < needed ? needed : room;
    char *grown = realloc(self->bytes, room);
    if (grown == NULL) {
        self->trouble = JSON_NO_MEMORY;
        return false;
    }
    self->bytes = grown;
    self->room = room;
    return true;
}

/* There is room. */
static void put(json_writer *self, const char *bytes, size_t length) {
    memcpy(self->bytes + self->length, bytes, length);
    self->length += length;
}

static void append(json_writer *self, const char *bytes, size_t length) {
    if (length > 0 && reserve(self, length)) {
        put(self, bytes, length);
    }
}

char *json_writer_take(json_writer *self, size_t *ret_length) {
    self->limit++;
    append(self, "", 1);
    if (self->trouble != JSON_FINE) {
        json_writer_finish(self);
        return NULL;
    }
    *ret_length = self->length - 1;
    char *bytes = self->bytes;
    *self = (json_writer){0};
    return bytes;
}

void json_literal(json_writer *self, const char *bytes, size_t length) {
    if (reserve(self, length + 1)) {
        if (self->comma) {
            self->bytes[self->length++] = ',';
        }
        put(self, bytes, length);
        self->comma = true;
    }
}

static void open_with(json_writer *self, const char *bracket) {
    json_literal(self, bracket, 1);
    self->comma = false;
}

static void close_with(json_writer *self, const char *bracket) {
    append(self, bracket, 1);
    self->comma = true;
}

void json_open_object(json_writer *self) {
    open_with(self, "{");
}

void json_close_object(json_writer *self) {
    close_with(self, "}");
}

void json_open_array(json_writer *self) {
    open_with(self, "[");
}

void json_close_array(json_writer *self) {
    close_with(self, "]");
}

void json_key(json_writer *self, const char *name) {
    size_t length = strlen(name);
    if (reserve(self, length + 4)) {
        if (self->comma) {
            self->bytes[self->length++] = ',';
        }
        self->bytes[self->length++] = '"';
        put(self, name, length);
        put(self, "\":", 2);
        self->comma = false;
    }
}

void json_key_text(json_writer *self, text name) {
    json_text(self, name);
    append(self, ":", 1);
    self->comma = false;
}

static bool is_plain(char c) {
    unsigned char byte = (unsigned char)c;
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

static bool is_beyond_ascii(char c) {
    return (unsigned char)c >= 0x80;
}

static uint32_t run_of(bool (*belongs)(char), const char *bytes, uint32_t length) {
    uint32_t run = 0;
    while (run < length && belongs(bytes[run])) {
        run++;
    }
    return run;
}

static void append_escaped(json_writer *self, char c) {
    static const char digits[] = "0123456789abcdef";
    static const char letters[][3] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r",
    };
    unsigned char byte = (unsigned char)c;
    if (byte == 0) {
        append(self, replacement, sizeof replacement - 1);
    } else if (byte >= 0x20) { /* quote, backslash */
        append(self, (const char[]){'\\', c}, 2);
    } else if (byte < sizeof letters / sizeof letters[0] && letters[byte][0] != '\0') {
        append(self, letters[byte], 2);
    } else {
        append(self, (const char[]){'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]}, 6);
    }
}

/* A run of bytes beyond ASCII. */
static void append_characters(json_writer *self, const char *bytes, uint32_t length) {
    while (length > 0) {
        uint32_t whole = (uint32_t)utf8_whole(bytes, length);
        append(self, bytes, whole);
        bytes += whole;
        length -= whole;
        if (length > 0) {
            append(self, replacement, sizeof replacement - 1);
            bytes++;
            length--;
        }
    }
}

void json_text(json_writer *self, text value) {
    json_literal(self, "\"", 1);
    for (uint32_t at = 0; at < value.length && self->trouble == JSON_FINE;) {
        const char *rest = value.bytes + at;
        uint32_t left = value.length - at;
        uint32_t plain = run_of(is_plain, rest, left);
        append(self, rest, plain);
        uint32_t beyond = run_of(is_beyond_ascii, rest + plain, left - plain);
        append_characters(self, rest + plain, beyond);
        at += plain + beyond;
        if (plain + beyond == 0) {
            append_escaped(self, *rest);
            at++;
        }
    }
    append(self, "\"", 1);
}

void json_text_or_null(json_writer *self, text value) {
    if (value.length > 0) {
        json_text(self, value);
    } else {
        json_nothing(self);
    }
}

void json_word(json_writer *self, const char *value) {
    json_text(self, text_of(value));
}

void json_whole(json_writer *self, int64_t value) {
    char digits[DECIMAL_TEXT_SIZE];
    decimal_format(value, 0, digits);
    json_literal(self, digits, strlen(digits));
}

void json_count(json_writer *self, uint64_t value) {
    char digits[DECIMAL_TEXT_SIZE];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    json_literal(self, digits + at, sizeof digits - at);
}

void json_flag(json_writer *self, bool value) {
    json_literal(self, value ? "true" : "false", value ? 4 : 5);
}

void json_nothing(json_writer *self) {
    json_literal(self, "null", 4);
}
