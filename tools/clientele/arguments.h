/* arguments.h - the command line, read by the rows of command.h.
 *
 * Options may stand anywhere, as `--name value` or `--name=value`; `--` ends them. */
#ifndef TOOLS_CLIENTELE_ARGUMENTS_H
#define TOOLS_CLIENTELE_ARGUMENTS_H

#include "tools/clientele/command.h"

#include <jansson.h>

typedef struct arguments {
    const command *command; /* NULL: none was named */
    const char *operands[OPERANDS_MAX];
    size_t operand_count;
    const char *global_values[OPTIONS_MAX]; /* by row of global_options; "" for a flag given */
    const char *values[OPTIONS_MAX];        /* by row of the command's options; NULL: not given */
} arguments;

/* Reads and checks the whole line; values point into argv. false: it is wrong, and standard error
 * says how. With --help or --version given, operands are not checked. */
bool arguments_read(int argc, char **argv, arguments *ret_arguments);

/* The value of an option by its name, "" for a flag; NULL: not given. Naming an option that has no
 * row is a bug and asserted. */
const char *argument_global(const arguments *a, const char *name);
const char *argument_value(const arguments *a, const char *name);

/* The number of an option that was checked as one; `otherwise` when it was not given. */
json_int_t argument_number(const arguments *a, const char *name, json_int_t otherwise);

/* A whole number from 1 to `most`. false: it is none. */
bool number_read(const char *text, json_int_t most, json_int_t *ret_number);

/* true: digits and dashes as in 2026-03-10. Whether there is such a day, the daemon says. */
bool date_is_shaped(const char *text);

/* A new object with the parameters that the given options set. The caller releases it. */
json_t *arguments_parameters(const arguments *a);

#endif
