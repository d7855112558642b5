#include "tools/clientele/arguments.h"

#include "tools/clientele/usage.h"
#include "tools/common/must.h"
#include "tools/common/text_width.h"

#include <assert.h>
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SECONDS_MOST = 86400 };

/* The row named by the first `length` bytes of name; its index goes to *ret_index. */
static const option_row *find_row(const option_row *rows, const char *name, size_t length,
                                  size_t *ret_index) {
    for (size_t i = 0; rows != NULL && rows[i].name != NULL; i++) {
        assert(i < OPTIONS_MAX);
        if (strlen(rows[i].name) == length && memcmp(rows[i].name, name, length) == 0) {
            *ret_index = i;
            return &rows[i];
        }
    }
    return NULL;
}

bool number_read(const char *text, json_int_t most, json_int_t *ret_number) {
    json_int_t number = 0;
    if (text[0] == '\0') {
        return false;
    }
    for (const char *at = text; *at != '\0'; at++) {
        if (*at < '0' || *at > '9' || number > (most - (*at - '0')) / 10) {
            return false;
        }
        number = number * 10 + (*at - '0');
    }
    if (number < 1) {
        return false;
    }
    *ret_number = number;
    return true;
}

bool date_is_shaped(const char *text) {
    static const char shape[] = "dddd-dd-dd";
    if (strlen(text) != sizeof shape - 1) {
        return false;
    }
    for (size_t i = 0; text[i] != '\0'; i++) {
        if (shape[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != '-') {
            return false;
        }
    }
    return true;
}

static bool is_choice(const char *words, const char *text) {
    size_t length = strlen(text);
    for (const char *at = words; at != NULL; at = strchr(at, '|')) {
        at += *at == '|' ? 1 : 0;
        if (strcspn(at, "|") == length && memcmp(at, text, length) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_utf8(const char *text) {
    json_t *string = json_string(text);
    json_decref(string);
    return string != NULL;
}

/* What is wrong with the value, NULL: nothing. */
static const char *value_trouble(const option_row *row, const char *value) {
    json_int_t number = 0;
    switch (row->kind) {
    case OPTION_NUMBER:
        return number_read(value, INT32_MAX, &number) ? NULL : "a whole number, 1 or more";
    case OPTION_SECONDS:
    case OPTION_IF_NUMBER:
        return number_read(value, SECONDS_MOST, &number) ? NULL
                                                         : "a whole number of seconds, 1 to 86400";
    case OPTION_DATE: return date_is_shaped(value) ? NULL : "a date, YYYY-MM-DD";
    case OPTION_CHOICE: return is_choice(row->argument, value) ? NULL : row->argument;
    case OPTION_TEXT: return is_utf8(value) ? NULL : "UTF-8 text";
    case OPTION_FLAG: break;
    }
    return NULL;
}

/* Reads the option at argv[*at], and its value, which may be the next word. */
static bool read_option(int argc, char **argv, int *at, arguments *a) {
    const char *name = argv[*at] + 2;
    size_t length = strcspn(name, "=");
    const char *value = name[length] == '=' ? name + length + 1 : NULL;
    size_t index = 0;
    const char **slots = a->global_values;
    const option_row *row = find_row(global_options, name, length, &index);
    if (row == NULL && a->command != NULL) {
        row = find_row(a->command->options, name, length, &index);
        slots = a->values;
    }
    if (row == NULL) {
        char *word = must_copy(name, length);
        (void)usage_unknown_option(a->command, word);
        free(word);
        return false;
    }
    if (row->kind == OPTION_FLAG && value != NULL) {
        (void)usage_error(a->command, "--%s takes no value", row->name);
        return false;
    }
    bool next_is_value = *at + 1 < argc;
    if (row->kind == OPTION_IF_NUMBER) {
        next_is_value = next_is_value && isdigit((unsigned char)argv[*at + 1][0]);
    }
    if (row->kind != OPTION_FLAG && value == NULL && next_is_value) {
        value = argv[++*at];
    }
    if (value == NULL && row->kind != OPTION_FLAG && row->kind != OPTION_IF_NUMBER) {
        (void)usage_error(a->command, "--%s needs a value: %s", row->name, row->argument);
        return false;
    }
    const char *trouble = value == NULL ? NULL : value_trouble(row, value);
    if (trouble != NULL) {
        (void)usage_error(a->command, "--%s is '%s'; it must be %s", row->name, value, trouble);
        return false;
    }
    slots[index] = value == NULL ? "" : value;
    return true;
}

/* The command may stand after options, whose rows it brings: find it first. */
static bool find_command(int argc, char **argv, arguments *a) {
    for (int i = 1; i < argc; i++) {
        size_t index = 0;
        if (strcmp(argv[i], "--") == 0) {
            break;
        }
        if (argv[i][0] != '-') {
            a->command = command_find(argv[i]);
            if (a->command == NULL) {
                (void)usage_unknown_command(argv[i]);
            }
            return a->command != NULL;
        }
        const char *name = argv[i] + (strncmp(argv[i], "--", 2) == 0 ? 2 : 1);
        size_t length = strcspn(name, "=");
        const option_row *row = find_row(global_options, name, length, &index);
        if (row != NULL && row->kind != OPTION_FLAG && name[length] != '=') {
            i++; /* its value */
        } else if (row == NULL) {
            break; /* the next word may be its value: read_option complains of the option */
        }
    }
    return true;
}

static bool check_operands(const arguments *a) {
    const command *c = a->command;
    if (c == NULL || argument_global(a, "help") != NULL || argument_global(a, "version") != NULL) {
        return true;
    }
    if (a->operand_count < c->least_operands) {
        (void)usage_error(c, "%s needs: %s", c->name, c->operands);
        return false;
    }
    if (a->operand_count > c->most_operands) {
        (void)usage_error(c, "%s does not take '%s'", c->name, a->operands[c->most_operands]);
        return false;
    }
    if (argument_global(a, "csv") != NULL && !c->has_list) {
        (void)usage_error(c, "%s gives no list, so there is no CSV; --json has it", c->name);
        return false;
    }
    if (argument_global(a, "csv") != NULL && argument_global(a, "json") != NULL) {
        (void)usage_error(c, "--json or --csv, not both");
        return false;
    }
    return true;
}

static bool add_operand(arguments *a, const char *word) {
    if (a->operand_count == OPERANDS_MAX) {
        (void)usage_error(a->command, "more than %d words", OPERANDS_MAX);
        return false;
    }
    if (word[0] == '\0' || !is_utf8(word)) {
        (void)usage_error(a->command, "'%s' is empty or not UTF-8", word);
        return false;
    }
    a->operands[a->operand_count++] = word;
    return true;
}

bool arguments_read(int argc, char **argv, arguments *ret_arguments) {
    arguments a = {0};
    if (!find_command(argc, argv, &a)) {
        return false;
    }
    bool options_ended = false;
    bool command_seen = false;
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (options_ended || word[0] != '-' || word[1] == '\0') {
            if (!command_seen && a.command != NULL && !options_ended) {
                command_seen = true;
            } else if (!add_operand(&a, word)) {
                return false;
            }
        } else if (strcmp(word, "--") == 0) {
            options_ended = true;
        } else if (word[1] != '-') {
            (void)usage_error(a.command, "'%s' is no option: they have two dashes", word);
            return false;
        } else if (!read_option(argc, argv, &i, &a)) {
            return false;
        }
    }
    if (!check_operands(&a)) {
        return false;
    }
    *ret_arguments = a;
    return true;
}

const char *argument_global(const arguments *a, const char *name) {
    size_t index = 0;
    const option_row *row = find_row(global_options, name, strlen(name), &index);
    assert(row != NULL);
    (void)row;
    return a->global_values[index];
}

const char *argument_value(const arguments *a, const char *name) {
    size_t index = 0;
    const option_row *row = find_row(a->command->options, name, strlen(name), &index);
    assert(row != NULL);
    (void)row;
    return a->values[index];
}

json_int_t argument_number(const arguments *a, const char *name, json_int_t otherwise) {
    const char *value = argument_value(a, name);
    json_int_t number = otherwise;
    if (value != NULL) {
        (void)number_read(value, INT32_MAX, &number);
    }
    return number;
}

json_t *arguments_parameters(const arguments *a) {
    json_t *parameters = json_object();
    const option_row *rows = a->command->options;
    for (size_t i = 0; rows != NULL && rows[i].name != NULL; i++) {
        if (rows[i].parameter != NULL && a->values[i] != NULL) {
            (void)json_object_set_new(parameters, rows[i].parameter, json_string(a->values[i]));
        }
    }
    return parameters;
}
