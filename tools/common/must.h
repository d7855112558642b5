/* must.h - memory for short-lived command-line programs.
 *
 * Owner   the caller frees with free().
 * Errors  none returned: without memory a tool can do nothing useful, so it says so on standard
 *         error and exits with status 1. Not for the daemon. */
#ifndef TOOLS_COMMON_MUST_H
#define TOOLS_COMMON_MUST_H

#include <stddef.h>

/* Zeroed room for count items of size bytes; never NULL. */
void *must_allocate(size_t count, size_t size);

/* As reallocarray: the old content stays, new room is not zeroed. */
void *must_resize(void *block, size_t count, size_t size);

/* A NUL-terminated copy of length bytes. */
char *must_copy(const char *bytes, size_t length);

/* A string made as printf does. */
__attribute__((format(printf, 1, 2))) char *must_print(const char *format, ...);

#endif
