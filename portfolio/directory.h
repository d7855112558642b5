/* directory.h - names and the numbers that stand for them inside: clients, reps, categories.
 *
 * Numbers are given 0, 1, 2, ... in order of first mention and never change.
 * Owner   the directory copies the names; texts it returns live until directory_finish.
 * Hash    seeded, so that nobody can choose names that collide. */
#ifndef PORTFOLIO_DIRECTORY_H
#define PORTFOLIO_DIRECTORY_H

#include "portfolio/text.h"

#define NUMBER_NONE UINT32_MAX

typedef struct directory {
    text *names; /* by number */
    uint32_t count, room;
    uint32_t *slots; /* open addressing: number + 1, 0 is empty */
    uint32_t slot_mask;
    uint64_t seed;
    char *chunk; /* the newest chunk of name bytes; chunks are linked */
    uint32_t chunk_used;
} directory;

void directory_init(directory *self, uint64_t seed);
void directory_finish(directory *self);

/* NUMBER_NONE when the name is not known. */
uint32_t directory_find(const directory *self, text name);

/* The name's number, given now when it is new. NUMBER_NONE: no memory, nothing changed. */
uint32_t directory_number(directory *self, text name);

/* The name of a number below count. */
static inline text directory_name(const directory *self, uint32_t number) {
    return self->names[number];
}

#endif
