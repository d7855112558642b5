#include "portfolio/crossing.h"

#include "portfolio/array.h"

enum { BORDERS = 3, WALK_ENTRIES = 64 };

typedef struct change {
    const ranking *ranking; /* as it is now */
    const borders *before, *now;
    const move *moves; /* by ascending client */
    uint32_t move_count;
} change;

/* Places that stand on different sides of a border before and now. */
typedef struct stretch {
    uint32_t after, through;
} stretch;

void crossings_finish(crossings *self) {
    free(self->items);
    *self = (crossings){0};
}

/* How many clients of the ranking as it is stand at or before an earlier border. */
static uint32_t clients_within(const ranking *r, const border *b) {
    if (b->place == 0) {
        return 0;
    }
    uint32_t place = ranking_find(r, b->last.client, b->last.figure).place;
    bool there = place <= ranking_total(r).count && ranking_at(r, place).client == b->last.client &&
                 ranking_at(r, place).figure == b->last.figure;
    return there ? place : place - 1;
}

static stretch stretch_between(const ranking *r, const border *before, const border *now) {
    uint32_t old = clients_within(r, before);
    return old < now->place ? (stretch){old, now->place} : (stretch){now->place, old};
}

static bool append_if_changed(crossings *self, const crossing *c) {
    if (c->abc_before == c->abc_now && c->large_before == c->large_now) {
        return true;
    }
    if (!array_reserve((void **)&self->items, &self->room, self->count + 1, sizeof *self->items)) {
        return false;
    }
    self->items[self->count++] = *c;
    return true;
}

static bool add_moved(crossings *self, const change *c, const move *m) {
    crossing moved = {.client = m->client};
    if (m->was_ranked) {
        moved.abc_before = standing_abc(c->before, c->ranking, m->client, m->figure_before);
        moved.large_before = standing_large(c->before, c->ranking, m->client, m->figure_before);
    }
    if (m->is_ranked) {
        moved.abc_now = standing_abc(c->now, c->ranking, m->client, m->figure_now);
        moved.large_now = standing_large(c->now, c->ranking, m->client, m->figure_now);
    }
    return append_if_changed(self, &moved);
}

static int compare_client(const void *client, const void *entry) {
    uint32_t one = *(const uint32_t *)client;
    uint32_t other = ((const move *)entry)->client;
    return (one > other) - (one < other);
}

static bool has_moved(const change *c, uint32_t client) {
    return c->move_count > 0 &&
           bsearch(&client, c->moves, c->move_count, sizeof *c->moves, compare_client) != NULL;
}

/* Those of a stretch who have not moved: their figure is the one they had before. */
static bool add_stretch(crossings *self, const change *c, stretch s) {
    ranked walked[WALK_ENTRIES];
    while (s.after < s.through) {
        uint32_t most = s.through - s.after < WALK_ENTRIES ? s.through - s.after : WALK_ENTRIES;
        uint32_t count = ranking_copy(c->ranking, s.after + 1, most, walked);
        for (uint32_t i = 0; i < count; i++) {
            move still = {walked[i].client, true, true, walked[i].figure, walked[i].figure};
            if (!has_moved(c, still.client) && !add_moved(self, c, &still)) {
                return false;
            }
        }
        s.after += count;
    }
    return true;
}

/* By place, overlapping stretches once. */
static bool add_stretches(crossings *self, const change *c) {
    stretch s[BORDERS] = {stretch_between(c->ranking, &c->before->large, &c->now->large),
                          stretch_between(c->ranking, &c->before->a, &c->now->a),
                          stretch_between(c->ranking, &c->before->b, &c->now->b)};
    uint32_t done = 0;
    for (uint32_t i = 0; i < BORDERS; i++) {
        for (uint32_t j = i + 1; j < BORDERS; j++) {
            if (s[j].after < s[i].after) {
                stretch later = s[i];
                s[i] = s[j];
                s[j] = later;
            }
        }
        s[i].after = s[i].after < done ? done : s[i].after;
        if (s[i].after < s[i].through) {
            if (!add_stretch(self, c, s[i])) {
                return false;
            }
            done = s[i].through;
        }
    }
    return true;
}

bool crossings_add(crossings *self, const ranking *r, const borders *before, const borders *now,
                   const move *moves, uint32_t move_count) {
    change c = {r, before, now, moves, move_count};
    for (uint32_t i = 0; i < move_count; i++) {
        if (!add_moved(self, &c, &moves[i])) {
            return false;
        }
    }
    return add_stretches(self, &c);
}
