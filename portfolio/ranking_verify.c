#include "portfolio/ranking.h"

/* Whether the bucket's entries are in order, after `last` and within the bucket's limits. */
static bool in_order(const ranking *self, uint32_t bucket, const ranked *last) {
    const ranking_bucket *b = &self->buckets[bucket];
    for (uint32_t i = 0; i < b->count; i++) {
        const ranked *entry = &b->entries[i];
        if ((last != NULL && !ranking_precedes(self, *last, *entry)) ||
            (bucket > 0 && ranking_precedes(self, *entry, b->first)) ||
            (bucket + 1 < self->bucket_count &&
             !ranking_precedes(self, *entry, self->buckets[bucket + 1].first))) {
            return false;
        }
        last = entry;
    }
    return b->count <= b->room;
}

static bool same(ranking_sums a, ranking_sums b) {
    return a.count == b.count && a.sum == b.sum;
}

/* Whether every node is the sum of the two below it, and a leaf without a bucket 0. */
static bool tree_adds_up(const ranking *self) {
    for (uint32_t node = 1; node < self->leaves; node++) {
        const ranking_sums *below = self->tree + 2 * (size_t)node;
        ranking_sums both = {below[0].count + below[1].count, below[0].sum + below[1].sum};
        if (!same(self->tree[node], both)) {
            return false;
        }
    }
    for (uint32_t leaf = self->bucket_count; leaf < self->leaves; leaf++) {
        if (!same(self->tree[self->leaves + leaf], (ranking_sums){0})) {
            return false;
        }
    }
    return self->bucket_count <= self->leaves;
}

static void add_positive(ranking_positive *p, int64_t figure) {
    p->count++;
    p->sum += figure;
    p->squares += (wide)figure * figure;
    p->weighted += (wide)figure * p->count;
}

bool ranking_verify(const ranking *self) {
    const ranked *last = NULL;
    ranking_positive positive = {0};
    for (uint32_t i = 0; i < self->bucket_count; i++) {
        const ranking_bucket *b = &self->buckets[i];
        ranking_sums sums = {.count = b->count};
        if (!in_order(self, i, last)) {
            return false;
        }
        for (uint32_t j = 0; j < b->count; j++) {
            last = &b->entries[j];
            sums.sum += last->figure;
            if (last->figure > 0) {
                add_positive(&positive, last->figure);
            }
        }
        if (!same(self->tree[self->leaves + i], sums)) {
            return false;
        }
    }
    const ranking_positive *kept = &self->positive;
    return tree_adds_up(self) && kept->count == positive.count && kept->sum == positive.sum &&
           kept->squares == positive.squares && kept->weighted == positive.weighted;
}
