/* config_memory.c - see config_memory.h. */
#include "conf/config_memory.h"

#include <stdalign.h>
#include <stdlib.h>

enum { BLOCK_BYTES = 64 * 1024, ALIGNMENT = alignof(max_align_t) };

typedef struct block {
    struct block *older;
    size_t used;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
} block;

struct config_memory {
    block *newest;
};

config_memory *config_memory_create(void) {
    return calloc(1, sizeof(config_memory));
}

void config_memory_destroy(config_memory *self) {
    if (self == NULL)
        return;
    for (block *b = self->newest; b != NULL;) {
        block *older = b->older;
        free(b);
        b = older;
    }
    free(self);
}

static block *block_with(config_memory *self, size_t bytes) {
    block *newest = self->newest;
    if (newest != NULL && newest->size - newest->used >= bytes)
        return newest;
    size_t size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
    block *b = calloc(1, sizeof(block) + size);
    if (b == NULL)
        return NULL;
    b->size = size;
    b->older = newest;
    self->newest = b;
    return b;
}

void *config_memory_take(config_memory *self, size_t count, size_t size) {
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 2)
        return NULL;
    bytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    block *b = block_with(self, bytes);
    if (b == NULL)
        return NULL;
    void *piece = b->bytes + b->used;
    b->used += bytes;
    return piece;
}

char *config_memory_copy(config_memory *self, const char *bytes, size_t length) {
    char *copy = length < SIZE_MAX ? config_memory_take(self, length + 1, 1) : NULL;
    if (copy != NULL && length > 0)
        memcpy(copy, bytes, length);
    return copy;
}
