#include "portfolio/ranking.h"

#include <assert.h>

#include "portfolio/array.h"

/* Of 64, 128 and 256 the best for changes at 10,000 to 1,000,000 clients: more makes a put move and
 * add more entries, fewer makes a split move more buckets. */
enum { BUCKET_ENTRIES = 128 };

void ranking_init(ranking *self, const directory *clients) {
    *self = (ranking){.clients = clients};
}

void ranking_finish(ranking *self) {
    for (uint32_t i = 0; i < self->bucket_count; i++) {
        free(self->buckets[i].entries);
    }
    free(self->buckets);
    free(self->tree);
    *self = (ranking){0};
}

/* The bucket that holds the key, or would; there is at least one bucket. */
static uint32_t bucket_of(const ranking *self, ranked key) {
    uint32_t low = 0;
    uint32_t high = self->bucket_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (ranking_precedes(self, key, self->buckets[middle].first)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return low;
}

/* How many entries of the bucket stand before the key. */
static uint32_t entry_of(const ranking *self, const ranking_bucket *b, ranked key) {
    uint32_t low = 0;
    uint32_t high = b->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (ranking_precedes(self, b->entries[middle], key)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static ranking_sums join(ranking_sums a, ranking_sums b) {
    return (ranking_sums){a.count + b.count, a.sum + b.sum};
}

static ranking_sums sums_of(const ranked *entries, uint32_t count) {
    int64_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += entries[i].figure;
    }
    return (ranking_sums){count, sum};
}

/* The sums of all that stands before that entry of the bucket. */
static ranking_sums sums_before(const ranking *self, uint32_t bucket, uint32_t entry) {
    ranking_sums before = sums_of(self->buckets[bucket].entries, entry);
    for (uint32_t node = self->leaves + bucket; node > 1; node /= 2) {
        if (node % 2 == 1) {
            before = join(before, self->tree[node - 1]);
        }
    }
    return before;
}

/* Sums of the inner nodes from those of the leaves. */
static void add_up_tree(ranking *self) {
    for (uint32_t node = self->leaves - 1; node > 0; node--) {
        const ranking_sums *below = self->tree + 2 * (size_t)node;
        self->tree[node] = join(below[0], below[1]);
    }
}

/* Makes room for one more bucket's leaf. */
static bool reserve_leaf(ranking *self) {
    if (self->bucket_count < self->leaves) {
        return true;
    }
    uint32_t leaves = self->leaves == 0 ? 1 : self->leaves * 2;
    ranking_sums *grown = calloc(2 * (size_t)leaves, sizeof *grown);
    if (grown == NULL) {
        return false;
    }
    if (self->bucket_count > 0) {
        memcpy(grown + leaves, self->tree + self->leaves, self->bucket_count * sizeof *grown);
    }
    free(self->tree);
    self->tree = grown;
    self->leaves = leaves;
    add_up_tree(self);
    return true;
}

/* Rooms grow by half; the last step is not beyond a full bucket. */
static bool reserve_entries(ranking_bucket *b, uint32_t needed) {
    if (needed > BUCKET_ENTRIES / 2 && needed > b->room) {
        needed = BUCKET_ENTRIES;
    }
    return array_reserve((void **)&b->entries, &b->room, needed, sizeof *b->entries);
}

/* Opens an empty bucket at `at` with room for that many entries. */
static bool open_bucket(ranking *self, uint32_t at, uint32_t entries) {
    ranking_bucket opened = {0};
    if (!reserve_leaf(self) ||
        !array_reserve((void **)&self->buckets, &self->bucket_room, self->bucket_count + 1,
                       sizeof *self->buckets) ||
        !reserve_entries(&opened, entries)) {
        return false;
    }
    uint32_t leaf_count = self->bucket_count;
    array_open(self->tree + self->leaves, &leaf_count, at, sizeof *self->tree);
    self->tree[self->leaves + at] = (ranking_sums){0};
    array_open(self->buckets, &self->bucket_count, at, sizeof *self->buckets);
    self->buckets[at] = opened;
    return true;
}

/* A full bucket gives its second half to a new one behind it. */
static bool split_bucket(ranking *self, uint32_t at) {
    if (!open_bucket(self, at + 1, BUCKET_ENTRIES / 2 + 1)) {
        return false;
    }
    ranking_bucket *first = &self->buckets[at];
    ranking_bucket *second = first + 1;
    first->count = BUCKET_ENTRIES / 2;
    second->count = BUCKET_ENTRIES - first->count;
    memcpy(second->entries, first->entries + first->count, second->count * sizeof(ranked));
    second->first = second->entries[0];
    self->tree[self->leaves + at] = sums_of(first->entries, first->count);
    self->tree[self->leaves + at + 1] = sums_of(second->entries, second->count);
    add_up_tree(self);
    return true;
}

/* Joins the bucket and the one behind it when half a bucket holds both: so two neighbours always
 * make more than half of one. Without memory they stay apart, which costs nothing but room. */
static bool join_bucket(ranking *self, uint32_t at) {
    if (at + 1 >= self->bucket_count) {
        return false;
    }
    ranking_bucket *first = &self->buckets[at];
    ranking_bucket *second = first + 1;
    uint32_t count = first->count + second->count;
    if (count > BUCKET_ENTRIES / 2 || !reserve_entries(first, count)) {
        return false;
    }
    memcpy(first->entries + first->count, second->entries, second->count * sizeof(ranked));
    first->count = count;
    free(second->entries);
    ranking_sums *leaves = self->tree + self->leaves;
    uint32_t leaf_count = self->bucket_count;
    leaves[at] = join(leaves[at], leaves[at + 1]);
    array_close(leaves, &leaf_count, at + 1, sizeof *leaves);
    leaves[leaf_count] = (ranking_sums){0};
    array_close(self->buckets, &self->bucket_count, at + 1, sizeof *self->buckets);
    add_up_tree(self);
    return true;
}

/* The figure's own weight, and that of the positive figures behind it, which move by one place.
 * The figure itself is not in positive.sum. */
static wide weight_of(const ranking *self, int64_t figure, ranking_sums before) {
    return (wide)figure * ((int64_t)before.count + 1) + (self->positive.sum - before.sum);
}

static void put_positive(ranking *self, int64_t figure, ranking_sums before) {
    ranking_positive *p = &self->positive;
    p->weighted += weight_of(self, figure, before);
    p->squares += (wide)figure * figure;
    p->sum += figure;
    p->count++;
}

static void remove_positive(ranking *self, int64_t figure, ranking_sums before) {
    ranking_positive *p = &self->positive;
    p->count--;
    p->sum -= figure;
    p->squares -= (wide)figure * figure;
    p->weighted -= weight_of(self, figure, before);
}

bool ranking_put(ranking *self, uint32_t client, int64_t figure) {
    ranked key = {figure, client};
    if (self->bucket_count == 0 && !open_bucket(self, 0, 1)) {
        return false;
    }
    uint32_t at = bucket_of(self, key);
    if (self->buckets[at].count == BUCKET_ENTRIES) {
        if (!split_bucket(self, at)) {
            return false;
        }
        at += !ranking_precedes(self, key, self->buckets[at + 1].first);
    }
    ranking_bucket *b = &self->buckets[at];
    if (!reserve_entries(b, b->count + 1)) {
        return false;
    }
    uint32_t entry = entry_of(self, b, key);
    if (figure > 0) {
        put_positive(self, figure, sums_before(self, at, entry));
    }
    array_open(b->entries, &b->count, entry, sizeof key);
    b->entries[entry] = key;
    for (uint32_t node = self->leaves + at; node > 0; node /= 2) {
        self->tree[node] = join(self->tree[node], (ranking_sums){1, figure});
    }
    return true;
}

void ranking_remove(ranking *self, uint32_t client, int64_t figure) {
    assert(self->bucket_count > 0);
    ranked key = {figure, client};
    uint32_t at = bucket_of(self, key);
    ranking_bucket *b = &self->buckets[at];
    uint32_t entry = entry_of(self, b, key);
    assert(entry < b->count && b->entries[entry].client == client &&
           b->entries[entry].figure == figure);
    if (figure > 0) {
        remove_positive(self, figure, sums_before(self, at, entry));
    }
    array_close(b->entries, &b->count, entry, sizeof key);
    for (uint32_t node = self->leaves + at; node > 0; node /= 2) {
        self->tree[node].count--;
        self->tree[node].sum -= figure;
    }
    if (!join_bucket(self, at) && at > 0) {
        (void)join_bucket(self, at - 1);
    }
}

static ranking_sums sums_before_key(const ranking *self, ranked key) {
    if (self->bucket_count == 0) {
        return (ranking_sums){0};
    }
    uint32_t at = bucket_of(self, key);
    return sums_before(self, at, entry_of(self, &self->buckets[at], key));
}

ranking_place ranking_find(const ranking *self, uint32_t client, int64_t figure) {
    ranking_sums before = sums_before_key(self, (ranked){figure, client});
    return (ranking_place){before.count + 1, before.sum};
}

uint32_t ranking_above(const ranking *self, int64_t figure) {
    return sums_before_key(self, (ranked){figure, NUMBER_NONE}).count;
}

ranking_sums ranking_total(const ranking *self) {
    return self->bucket_count == 0 ? (ranking_sums){0} : self->tree[1];
}

/* The bucket that holds a place that is there; *ret_before: the sums of the buckets before it. */
static uint32_t bucket_at(const ranking *self, uint32_t place, ranking_sums *ret_before) {
    uint32_t node = 1;
    ranking_sums before = {0};
    while (node < self->leaves) {
        node *= 2;
        if (place > before.count + self->tree[node].count) {
            before = join(before, self->tree[node]);
            node++;
        }
    }
    *ret_before = before;
    return node - self->leaves;
}

ranking_sums ranking_first(const ranking *self, uint32_t place) {
    if (place >= ranking_total(self).count) {
        return ranking_total(self);
    }
    ranking_sums before;
    uint32_t at = bucket_at(self, place, &before);
    return join(before, sums_of(self->buckets[at].entries, place - before.count));
}

ranked ranking_at(const ranking *self, uint32_t place) {
    assert(place >= 1 && place <= ranking_total(self).count);
    ranking_sums before;
    uint32_t at = bucket_at(self, place, &before);
    return self->buckets[at].entries[place - before.count - 1];
}

uint32_t ranking_reaching(const ranking *self, int64_t sum) {
    if (sum <= 0) {
        return 0;
    }
    if (self->positive.sum < sum) {
        return UINT32_MAX;
    }
    uint32_t node = 1;
    ranking_sums before = {0};
    while (node < self->leaves) {
        node *= 2;
        ranking_sums with = join(before, self->tree[node]);
        /* A run that ends with negative figures can fall short though its positive part reaches. */
        if (with.sum < sum && with.count <= self->positive.count) {
            before = with;
            node++;
        }
    }
    const ranked *entry = self->buckets[node - self->leaves].entries;
    while (before.sum < sum) {
        before = join(before, (ranking_sums){1, entry->figure});
        entry++;
    }
    return before.count;
}

uint32_t ranking_copy(const ranking *self, uint32_t from, uint32_t most, ranked *out) {
    if (from < 1 || from > ranking_total(self).count) {
        return 0;
    }
    ranking_sums before;
    uint32_t at = bucket_at(self, from, &before);
    uint32_t skipped = from - before.count - 1;
    uint32_t copied = 0;
    for (; copied < most && at < self->bucket_count; at++) {
        const ranking_bucket *b = &self->buckets[at];
        uint32_t count = b->count - skipped;
        if (count > most - copied) {
            count = most - copied;
        }
        memcpy(out + copied, b->entries + skipped, count * sizeof *out);
        copied += count;
        skipped = 0;
    }
    return copied;
}
