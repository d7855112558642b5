/* arena.h - memory that is handed out piece by piece and taken back all at once.
 *
 * Owner   one thread at a time.
 * Bounds  arena_clear keeps at most ARENA_KEPT_MAX bytes for the next use. */
#ifndef INGEST_ARENA_H
#define INGEST_ARENA_H

#include <stddef.h>

#define ARENA_KEPT_MAX ((size_t)8 << 20)

typedef struct arena_block arena_block;

typedef struct arena {
    arena_block *current; /* the block pieces are cut from; full ones are behind it */
    arena_block *spare;   /* cleared blocks, to be used again */
    size_t used;          /* bytes handed out since the last clear, with alignment */
} arena;

void arena_init(arena *self);
void arena_finish(arena *self);

/* A piece of that many bytes, 8-byte aligned, not zeroed. NULL: no memory. */
void *arena_alloc(arena *self, size_t bytes);
/* Takes every piece back. */
void arena_clear(arena *self);

#endif
