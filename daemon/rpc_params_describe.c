#include "daemon/rpc_param_row.h"

static void describe_number(json_writer *out, const char *name, int64_t number) {
    json_key(out, name);
    json_whole(out, number);
}

static void describe_word(json_writer *out, const char *name, const char *word) {
    json_key(out, name);
    json_word(out, word);
}

static void describe_choices(json_writer *out, const param_row *row) {
    const char *name;
    json_key(out, "enum");
    json_open_array(out);
    for (size_t i = 0; (name = row->choices(i)) != NULL; i++) {
        json_word(out, name);
    }
    json_close_array(out);
}

/* The members of a JSON Schema. */
static void describe_shape(json_writer *out, const param_row *row) {
    static const char *const types[] = {
        [TEXT] = "string",   [WHOLE] = "integer", [LIMIT] = "integer", [CHOICE] = "string",
        [CHOICES] = "array", [FLAG] = "boolean",  [DATE] = "string",
    };
    describe_word(out, "type", types[row->shape]);
    switch (row->shape) {
    case TEXT:
        if (row->least > 0) {
            describe_number(out, "minLength", 1);
        }
        describe_number(out, "maxLength", row->most);
        break;
    case LIMIT:
        describe_number(out, "default", LIMIT_INITIAL);
        describe_number(out, "maximum", row->most);
        describe_number(out, "minimum", row->least);
        break;
    case WHOLE:
        describe_number(out, "minimum", row->least);
        if (row->most < INT64_MAX) {
            describe_number(out, "maximum", row->most);
        }
        break;
    case CHOICE:
        describe_choices(out, row);
        if (row->initial != NULL) {
            describe_word(out, "default", row->initial);
        }
        break;
    case CHOICES:
        json_key(out, "items");
        json_open_object(out);
        describe_word(out, "type", "string");
        describe_choices(out, row);
        json_close_object(out);
        break;
    case DATE: describe_word(out, "format", "date"); break;
    case FLAG: break;
    }
}

static void describe_param(json_writer *out, const param_row *row, bool required) {
    json_open_object(out);
    describe_word(out, "name", row->name);
    describe_word(out, "description", row->sentence);
    json_key(out, "required");
    json_flag(out, required);
    json_key(out, "schema");
    json_open_object(out);
    describe_shape(out, row);
    json_close_object(out);
    json_close_object(out);
}

void params_describe(json_writer *out, const params_taken *taken) {
    json_open_array(out);
    for (size_t i = 0; i < PARAM_COUNT; i++) {
        if (params_take(taken, i)) {
            describe_param(out, &param_rows[i], (taken->required & param_bit((param)i)) != 0);
        }
    }
    json_close_array(out);
}
