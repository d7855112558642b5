#include "tools/clientele/figure.h"

#include "tools/common/must.h"
#include "tools/common/text_width.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const json_t *figure_at(const json_t *object, const char *path) {
    const json_t *at = object;
    while (path != NULL) {
        size_t length = strcspn(path, ".");
        at = json_object_getn(at, path, length);
        path = path[length] == '.' ? path + length + 1 : NULL;
    }
    return at;
}

double figure_number(const json_t *value) {
    if (json_is_string(value)) {
        char *end = NULL;
        double number = strtod(json_string_value(value), &end);
        return *end == '\0' ? number : (double)NAN;
    }
    return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

static bool is_worded(figure_format format) {
    return format == FIGURE_TEXT || format == FIGURE_CATEGORY || format == FIGURE_WORDS;
}

static char *raw_text(const json_t *value) {
    if (json_is_string(value)) {
        return must_copy(json_string_value(value), json_string_length(value));
    }
    return json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));
}

/* -1234567.80 -> -1,234,567.80; what is no decimal number stays as it is. Takes the string over. */
static char *grouped(char *number) {
    size_t sign = number[0] == '-' || number[0] == '+' ? 1 : 0;
    size_t whole = strspn(number + sign, "0123456789");
    const char *rest = number + sign + whole;
    if (whole == 0 || (*rest != '\0' && *rest != '.')) {
        return number;
    }
    char *out = must_allocate(strlen(number) + whole / 3 + 1, 1);
    char *end = out;
    for (size_t i = 0; number[i] != '\0'; i++) {
        size_t left = sign + whole - i; /* digits from here to the point */
        if (i > sign && i < sign + whole && left % 3 == 0) {
            *end++ = ',';
        }
        *end++ = number[i];
    }
    *end = '\0';
    free(number);
    return out;
}

static char *percent(double ratio, const char *sign) {
    char *number = must_print("%s%.1f", ratio > 0 ? sign : "", ratio * 100);
    number = grouped(number);
    char *text = must_print("%s %%", number);
    free(number);
    return text;
}

static char *bytes_text(double bytes) {
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    size_t unit = 0;
    while (bytes >= 1024 && unit + 1 < sizeof units / sizeof units[0]) {
        bytes /= 1024;
        unit++;
    }
    return must_print("%.*f %s", unit == 0 ? 0 : 1, bytes, units[unit]);
}

static char *span_text(double seconds) {
    if (!(seconds >= 0 && seconds < 1e12)) {
        return must_print("%.0f s", seconds);
    }
    long long s = (long long)seconds;
    if (s >= 86400) {
        return must_print("%lld d %lld h %lld min", s / 86400, s / 3600 % 24, s / 60 % 60);
    }
    if (s >= 3600) {
        return must_print("%lld h %lld min", s / 3600, s / 60 % 60);
    }
    return s >= 60 ? must_print("%lld min %lld s", s / 60, s % 60) : must_print("%lld s", s);
}

static char *joined(char *words, const char *separator, char *word) {
    char *text = must_print("%s%s%s", words, words[0] == '\0' ? "" : separator, word);
    free(words);
    free(word);
    return text;
}

static char *words_text(const json_t *value, const char *separator) {
    char *words = must_copy("", 0);
    size_t index = 0;
    const json_t *item = NULL;
    json_array_foreach(value, index, item) {
        words = joined(words, separator, raw_text(item));
    }
    const char *key = NULL;
    json_t *pair = NULL;
    json_t *object = json_is_object(value) ? (json_t *)value : NULL;
    json_object_foreach(object, key, pair) {
        char *text = raw_text(pair);
        words = joined(words, separator, must_print("%s %s", key, text));
        free(text);
    }
    return words;
}

static char *number_text(const json_t *value, figure_format format) {
    double number = figure_number(value);
    switch (format) {
    case FIGURE_SHARE: return percent(number, "");
    case FIGURE_CHANGE: return percent(number, "+");
    case FIGURE_DAYS: return grouped(must_print("%.1f", number));
    case FIGURE_BYTES: return bytes_text(number);
    case FIGURE_SPAN: return span_text(number);
    case FIGURE_TEXT:
    case FIGURE_CATEGORY:
    case FIGURE_WORDS:
    case FIGURE_NUMBER:
    case FIGURE_FLAG:
    case FIGURE_BAR: break;
    }
    return grouped(raw_text(value));
}

static char *cleaned(const char *bytes, size_t length, bool in_utf8) {
    return text_printable(bytes, length, in_utf8);
}

/* Text that is not cleaned yet, of what is not null. */
static char *shown_text(const json_t *value, figure_format format) {
    if (json_is_array(value) || json_is_object(value)) {
        return words_text(value, ", ");
    }
    if (json_is_boolean(value)) {
        return must_print("%s", json_is_true(value) ? "yes" : "no");
    }
    if (!is_worded(format) && isfinite(figure_number(value))) {
        return number_text(value, format);
    }
    return raw_text(value);
}

char *figure_text(const json_t *value, figure_format format, bool in_utf8) {
    if (value == NULL || json_is_null(value)) {
        return must_copy(in_utf8 ? "–" : "-", in_utf8 ? strlen("–") : 1);
    }
    if (format == FIGURE_CATEGORY && json_string_length(value) == 0 && json_is_string(value)) {
        return must_copy("(none)", 6);
    }
    if (is_worded(format) && json_is_string(value)) {
        return cleaned(json_string_value(value), json_string_length(value), in_utf8);
    }
    char *raw = shown_text(value, format);
    char *text = cleaned(raw, strlen(raw), in_utf8);
    free(raw);
    return text;
}

char *figure_plain(const json_t *value) {
    if (value == NULL || json_is_null(value)) {
        return must_copy("", 0);
    }
    if (json_is_string(value)) {
        return cleaned(json_string_value(value), json_string_length(value), true);
    }
    char *raw =
        json_is_array(value) || json_is_object(value) ? words_text(value, " ") : raw_text(value);
    char *text = cleaned(raw, strlen(raw), true);
    free(raw);
    return text;
}

table_align figure_align(figure_format format) {
    return is_worded(format) || format == FIGURE_BAR ? TABLE_LEFT : TABLE_RIGHT;
}

tone figure_tone(const json_t *value, figure_format format) {
    if (format == FIGURE_BAR) {
        return TONE_BAR;
    }
    if (value == NULL || json_is_null(value)) {
        return TONE_FAINT;
    }
    if (is_worded(format)) {
        return TONE_PLAIN;
    }
    double number = figure_number(value);
    if (format == FIGURE_CHANGE && number > 0) {
        return TONE_GOOD;
    }
    return number < 0 ? TONE_BAD : TONE_PLAIN;
}
