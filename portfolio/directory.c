#include "portfolio/directory.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "portfolio/array.h"

enum { CHUNK_BYTES = 64 * 1024, FIRST_SLOTS = 64 };

void directory_init(directory *self, uint64_t seed) {
    *self = (directory){.seed = seed};
}

void directory_finish(directory *self) {
    char *chunk = self->chunk;
    while (chunk != NULL) {
        char *older;
        memcpy(&older, chunk, sizeof older);
        free(chunk);
        chunk = older;
    }
    free(self->names);
    free(self->slots);
    *self = (directory){0};
}

/* The slot that holds the name, or the empty one where it belongs. */
static uint32_t slot_of(const directory *self, text name) {
    static const char none[1];
    uint64_t hash = XXH3_64bits_withSeed(name.length ? name.bytes : none, name.length, self->seed);
    uint32_t slot = (uint32_t)hash & self->slot_mask;
    while (self->slots[slot] != 0 && !text_equal(self->names[self->slots[slot] - 1], name)) {
        slot = (slot + 1) & self->slot_mask;
    }
    return slot;
}

uint32_t directory_find(const directory *self, text name) {
    return self->slots == NULL ? NUMBER_NONE : self->slots[slot_of(self, name)] - 1;
}

/* Keeps the table at most half full. */
static bool reserve_slots(directory *self) {
    uint32_t slots = self->slots == NULL ? 0 : self->slot_mask + 1;
    if (self->count + 1 <= slots / 2) {
        return true;
    }
    slots = slots == 0 ? FIRST_SLOTS : slots * 2;
    uint32_t *grown = calloc(slots, sizeof *grown);
    if (grown == NULL) {
        return false;
    }
    free(self->slots);
    self->slots = grown;
    self->slot_mask = slots - 1;
    for (uint32_t i = 0; i < self->count; i++) {
        self->slots[slot_of(self, self->names[i])] = i + 1;
    }
    return true;
}

static char *keep_bytes(directory *self, text name) {
    uint32_t link = (uint32_t)sizeof(char *);
    if (self->chunk == NULL || self->chunk_used + name.length > CHUNK_BYTES) {
        uint32_t bytes = link + name.length > CHUNK_BYTES ? link + name.length : CHUNK_BYTES;
        char *chunk = malloc(bytes);
        if (chunk == NULL) {
            return NULL;
        }
        memcpy(chunk, &self->chunk, sizeof self->chunk);
        self->chunk = chunk;
        self->chunk_used = link;
    }
    char *kept = self->chunk + self->chunk_used;
    if (name.length > 0) {
        memcpy(kept, name.bytes, name.length);
    }
    self->chunk_used += name.length;
    return kept;
}

uint32_t directory_number(directory *self, text name) {
    if (!reserve_slots(self) ||
        !array_reserve((void **)&self->names, &self->room, self->count + 1, sizeof *self->names)) {
        return NUMBER_NONE;
    }
    uint32_t slot = slot_of(self, name);
    if (self->slots[slot] != 0) {
        return self->slots[slot] - 1;
    }
    char *kept = keep_bytes(self, name);
    if (kept == NULL) {
        return NUMBER_NONE;
    }
    self->names[self->count] = (text){kept, name.length};
    self->slots[slot] = ++self->count;
    return self->count - 1;
}
