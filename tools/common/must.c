#include "tools/common/must.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *checked(void *block) {
    if (block == NULL) {
        (void)fputs("out of memory\n", stderr);
        exit(EXIT_FAILURE);
    }
    return block;
}

void *must_allocate(size_t count, size_t size) {
    return checked(calloc(count == 0 ? 1 : count, size == 0 ? 1 : size));
}

void *must_resize(void *block, size_t count, size_t size) {
    return checked(reallocarray(block, count == 0 ? 1 : count, size == 0 ? 1 : size));
}

char *must_copy(const char *bytes, size_t length) {
    char *copy = must_allocate(length + 1, 1);
    if (length > 0) {
        memcpy(copy, bytes, length);
    }
    return copy;
}

char *must_print(const char *format, ...) {
    char *string = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&string, format, arguments);
    va_end(arguments);
    return checked(length < 0 ? NULL : string);
}
