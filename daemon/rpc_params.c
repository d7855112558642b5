#include "daemon/rpc_params.h"

#include <stdarg.h>
#include <stdio.h>

#include "conf/likeness.h"
#include "conf/utf8.h"
#include "daemon/rpc_param_row.h"

enum { WORD_SHOWN_MAX = 64, CHOICES_SHOWN_MAX = 12 };

/* What a request said, cut for a sentence. */
typedef struct shown {
    char text[WORD_SHOWN_MAX + 4];
} shown;

static shown show(text word) {
    shown s;
    size_t length = word.length;
    bool cut = length > WORD_SHOWN_MAX;
    if (cut) {
        length = WORD_SHOWN_MAX;
        while (length > 0 && utf8_is_continuation(word.bytes[length])) {
            length--;
        }
    }
    memcpy(s.text, word.bytes, length);
    memcpy(s.text + length, cut ? "..." : "", cut ? 4 : 1);
    return s;
}

static bool choice_find(choice_name names, text word, int64_t *ret_number) {
    const char *name;
    for (size_t i = 0; (name = names(i)) != NULL; i++) {
        if (text_equal(word, text_of(name))) {
            *ret_number = (int64_t)i;
            return true;
        }
    }
    return false;
}

/* The nearest of the names to a word that is none of them; NULL: none is near. */
static const char *nearest(choice_name names, text word) {
    const char *best = NULL;
    const char *name;
    unsigned least = LIKENESS_NONE;
    for (size_t i = 0; (name = names(i)) != NULL; i++) {
        unsigned distance = likeness(word, text_of(name));
        if (distance < least) {
            least = distance;
            best = name;
        }
    }
    return best;
}

/* Appends to a sentence; what doesn't fit is left out. */
__attribute__((format(printf, 2, 3))) static void say(char error[static PARAMS_ERROR_SIZE],
                                                      const char *format, ...) {
    size_t used = strlen(error);
    va_list values;
    va_start(values, format);
    (void)vsnprintf(error + used, PARAMS_ERROR_SIZE - used, format, values);
    va_end(values);
}

static void say_choices(const param_row *row, text word, char error[static PARAMS_ERROR_SIZE]) {
    const char *near = nearest(row->choices, word);
    say(error, "`%s` cannot be `%s`", row->name, show(word).text);
    if (near != NULL) {
        say(error, "; did you mean `%s`?", near);
        return;
    }
    const char *name;
    say(error, "; it is one of");
    for (size_t i = 0; (name = row->choices(i)) != NULL; i++) {
        if (i == CHOICES_SHOWN_MAX) {
            say(error, ", ... (rpc.discover tells all)");
            break;
        }
        say(error, "%s %s", i == 0 ? "" : ",", name);
    }
}

static text words_of(const json_t *value) {
    return (text){json_string_value(value), (uint32_t)json_string_length(value)};
}

static bool read_text(const param_row *row, const json_t *value, param_value *ret,
                      char error[static PARAMS_ERROR_SIZE]) {
    size_t length = json_string_length(value); /* 0 when it is no string */
    if (!json_is_string(value) || (int64_t)length < row->least || (int64_t)length > row->most) {
        say(error, "`%s` must be a string of %lld to %lld bytes", row->name, (long long)row->least,
            (long long)row->most);
        return false;
    }
    ret->words = words_of(value);
    return true;
}

static bool read_whole(const param_row *row, const json_t *value, param_value *ret,
                       char error[static PARAMS_ERROR_SIZE]) {
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < row->least || number > row->most) {
        say(error, "`%s` must be a whole number, %lld to %lld", row->name, (long long)row->least,
            (long long)row->most);
        return false;
    }
    ret->number = number;
    return true;
}

static bool read_choice(const param_row *row, const json_t *value, param_value *ret,
                        char error[static PARAMS_ERROR_SIZE]) {
    if (!json_is_string(value)) {
        say(error, "`%s` must be a string", row->name);
        return false;
    }
    if (!choice_find(row->choices, words_of(value), &ret->number)) {
        say_choices(row, words_of(value), error);
        return false;
    }
    return true;
}

static bool read_choices(const param_row *row, const json_t *value, param_value *ret,
                         char error[static PARAMS_ERROR_SIZE]) {
    if (!json_is_array(value)) {
        say(error, "`%s` must be an array of strings", row->name);
        return false;
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        param_value one = {0};
        if (!read_choice(row, json_array_get(value, i), &one, error)) {
            return false;
        }
        ret->number |= INT64_C(1) << one.number;
    }
    return true;
}

static bool read_flag(const param_row *row, const json_t *value, param_value *ret,
                      char error[static PARAMS_ERROR_SIZE]) {
    if (!json_is_boolean(value)) {
        say(error, "`%s` must be true or false", row->name);
        return false;
    }
    ret->number = json_is_true(value);
    return true;
}

static bool read_date(const param_row *row, const json_t *value, param_value *ret,
                      char error[static PARAMS_ERROR_SIZE]) {
    day d;
    if (!json_is_string(value) ||
        !day_parse(json_string_value(value), json_string_length(value), &d)) {
        say(error, "`%s` must be a date that exists, \"YYYY-MM-DD\", of the years 1900 to 2199",
            row->name);
        return false;
    }
    ret->number = d;
    return true;
}

static bool read_value(const param_row *row, const json_t *value, param_value *ret,
                       char error[static PARAMS_ERROR_SIZE]) {
    static bool (*const readers[])(const param_row *row, const json_t *value, param_value *ret,
                                   char error[static PARAMS_ERROR_SIZE]) = {
        [TEXT] = read_text,     [WHOLE] = read_whole,     [LIMIT] = read_whole,
        [CHOICE] = read_choice, [CHOICES] = read_choices, [FLAG] = read_flag,
        [DATE] = read_date,
    };
    *ret = (param_value){.given = true};
    return readers[row->shape](row, value, ret, error);
}

static void say_unknown(const params_taken *taken, text name,
                        char error[static PARAMS_ERROR_SIZE]) {
    const char *near = NULL;
    unsigned least = LIKENESS_NONE;
    say(error, "%s has no parameter `%s`; it takes", taken->method, show(name).text);
    const char *between = "";
    for (size_t i = 0; i < PARAM_COUNT; i++) {
        if (!params_take(taken, i)) {
            continue;
        }
        unsigned distance = likeness(name, text_of(param_rows[i].name));
        if (distance < least) {
            least = distance;
            near = param_rows[i].name;
        }
        say(error, "%s %s", between, param_rows[i].name);
        between = ",";
    }
    if (*between == '\0') {
        say(error, " none");
    }
    if (near != NULL) {
        say(error, "; did you mean `%s`?", near);
    }
}

static bool read_members(const params_taken *taken, json_t *given, rpc_params *ret,
                         char error[static PARAMS_ERROR_SIZE]) {
    const char *key;
    size_t length;
    json_t *value;
    json_object_keylen_foreach(given, key, length, value) {
        text name = {key, (uint32_t)length};
        size_t i = 0;
        while (i < PARAM_COUNT &&
               !(params_take(taken, i) && text_equal(name, text_of(param_rows[i].name)))) {
            i++;
        }
        if (i == PARAM_COUNT) {
            say_unknown(taken, name, error);
            return false;
        }
        if (!json_is_null(value) && !read_value(&param_rows[i], value, &ret->values[i], error)) {
            return false;
        }
    }
    return true;
}

bool params_read(const params_taken *taken, json_t *given, rpc_params *ret,
                 char error[static PARAMS_ERROR_SIZE]) {
    error[0] = '\0';
    *ret = (rpc_params){0};
    if (given != NULL && !json_is_object(given)) {
        say(error, "parameters are named: `params` must be an object, such as {\"%s\": ...}",
            param_rows[PARAM_CLIENT].name);
        return false;
    }
    if (given != NULL && !read_members(taken, given, ret, error)) {
        return false;
    }
    for (size_t i = 0; i < PARAM_COUNT; i++) {
        const param_row *row = &param_rows[i];
        param_value *v = &ret->values[i];
        if (v->given || !params_take(taken, i)) {
            continue;
        }
        if ((taken->required & param_bit((param)i)) != 0) {
            say(error, "%s needs `%s`: %s", taken->method, row->name, row->sentence);
            return false;
        }
        v->number = row->shape == LIMIT ? LIMIT_INITIAL : 0;
        if (row->initial != NULL) {
            (void)choice_find(row->choices, text_of(row->initial), &v->number);
        }
    }
    return true;
}
