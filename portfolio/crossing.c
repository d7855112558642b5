#include "portfolio/crossing.h"

#include "portfolio/array.h"

enum { BORDERS = 3, WALK_ENTRIES = 64 };

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

static bool add_moved(crossings *self, const ranking *r, const borders *before, const borders *now,
                      const move *m) {
    crossing c = {.client = m->client};
    if (m->was_ranked) {
        c.abc_before = standing_abc(before, r, m->client, m->figure_before);
        c.large_before = standing_large(before, r, m->client, m->figure_before);
    }
    if (m->is_ranked) {
        c.abc_now = standing_abc(now, r, m->client, m->figure_now);
        c.large_now = standing_large(now, r, m->client, m->figure_now);
    }
    return append_if_changed(self, &c);
}

static int compare_client(const void *client, const void *entry) {
    uint32_t one = *(const uint32_t *)client;
    uint32_t other = ((const move *)entry)->client;
    return (one > other) - (one < other);
}

static bool has_moved(const move *moves, uint32_t count, uint32_t client) {
    return count > 0 && bsearch(&client, moves, count, sizeof *moves, compare_client) != NULL;
}

/* Those of a stretch who have not moved: their figure is the one they had before. */
static bool add_stretch(crossings *self, const ranking *r, const borders *before,
                        const borders *now, const move *moves, uint32_t move_count, stretch s) {
    ranked walked[WALK_ENTRIES];
    while (s.after < s.through) {
        uint32_t most = s.through - s.after < WALK_ENTRIES ? s.through - s.after : WALK_ENTRIES;
        uint32_t count = ranking_copy(r, s.after + 1, most, walked);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t client = walked[i].client;
            int64_t figure = walked[i].figure;
            move still = {client, true, true, figure, figure};
            if (!has_moved(moves, move_count, client) && !add_moved(self, r, before, now, &still)) {
                return false;
            }
        }
        s.after += count;
    }
    return true;
}

/* By place, overlapping stretches once. */
static bool add_stretches(crossings *self, const ranking *r, const borders *before,
                          const borders *now, const move *moves, uint32_t move_count) {
    stretch s[BORDERS] = {stretch_between(r, &before->large, &now->large),
                          stretch_between(r, &before->a, &now->a),
                          stretch_between(r, &before->b, &now->b)};
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
            if (!add_stretch(self, r, before, now, moves, move_count, s[i])) {
                return false;
            }
            done = s[i].through;
        }
    }
    return true;
}

bool crossings_add(crossings *self, const ranking *r, const borders *before, const borders *now,
                   const move *moves, uint32_t move_count) {
    for (uint32_t i = 0; i < move_count; i++) {
        if (!add_moved(self, r, before, now, &moves[i])) {
            return false;
        }
    }
    return add_stretches(self, r, before, now, moves, move_count);
}
