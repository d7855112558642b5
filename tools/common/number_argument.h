/* number_argument.h - numbers given on the command line, read strictly.
 *
 * Errors  false: not such a number or outside the bounds; *ret_value untouched. */
#ifndef TOOLS_COMMON_NUMBER_ARGUMENT_H
#define TOOLS_COMMON_NUMBER_ARGUMENT_H

#include <stdbool.h>
#include <stdint.h>

/* Digits alone. */
bool whole_argument(const char *text, uint64_t low, uint64_t high, uint64_t *ret_value);

/* Digits with at most six decimals, as millionths: "2.5" gives 2500000. The bounds are millionths
 * too. */
bool decimal_argument(const char *text, uint64_t low, uint64_t high, uint64_t *ret_millionths);

#endif
