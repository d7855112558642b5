#include "ingest/arena.h"

#include <stdint.h>
#include <stdlib.h>

enum { ALIGNMENT = 8, BLOCK_BYTES = 256 << 10 };

struct arena_block {
    arena_block *next;
    size_t size; /* of bytes */
    size_t used;
    _Alignas(ALIGNMENT) char bytes[];
};

static void blocks_free(arena_block *block) {
    while (block != NULL) {
        arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_init(arena *self) {
    *self = (arena){.current = NULL};
}

void arena_finish(arena *self) {
    blocks_free(self->current);
    blocks_free(self->spare);
    arena_init(self);
}

/* Makes a block with room for `bytes` the current one. */
static arena_block *next_block(arena *self, size_t bytes) {
    arena_block *block = self->spare;
    if (block != NULL && block->size >= bytes) {
        self->spare = block->next;
    } else {
        size_t size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
        block = malloc(sizeof *block + size);
        if (block == NULL) {
            return NULL;
        }
        block->size = size;
    }
    block->used = 0;
    block->next = self->current;
    self->current = block;
    return block;
}

void *arena_alloc(arena *self, size_t bytes) {
    if (bytes > SIZE_MAX / 2) {
        return NULL;
    }
    size_t piece = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    arena_block *block = self->current;
    if (block == NULL || block->size - block->used < piece) {
        block = next_block(self, piece);
        if (block == NULL) {
            return NULL;
        }
    }
    void *start = block->bytes + block->used;
    block->used += piece;
    self->used += piece;
    return start;
}

void arena_clear(arena *self) {
    size_t kept = 0;
    for (const arena_block *block = self->spare; block != NULL; block = block->next) {
        kept += block->size;
    }
    while (self->current != NULL) {
        arena_block *block = self->current;
        self->current = block->next;
        if (kept + block->size > ARENA_KEPT_MAX) {
            free(block);
            continue;
        }
        kept += block->size;
        block->next = self->spare;
        self->spare = block;
    }
    self->used = 0;
}
