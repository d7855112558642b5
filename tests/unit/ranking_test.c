/* ranking_test.c - the ranking against plain sorting, over random histories with ties. */
#include "tests/unit/support/trial.h"

static void check_place(const trial *t, uint32_t i) {
    const ranking *r = &t->ranking;
    ranked expected = t->sorted[i];
    ranked got = ranking_at(r, i + 1);
    assert_true(got.client == expected.client && got.figure == expected.figure);
    ranking_place place = ranking_find(r, expected.client, expected.figure);
    assert_int_equal(place.place, i + 1);
    assert_int_equal(place.sum_before, t->sums[i]);
    ranking_sums first = ranking_first(r, i + 1);
    assert_int_equal(first.count, i + 1);
    assert_int_equal(first.sum, t->sums[i + 1]);
}

/* Where a client that is not there, or has another figure, would stand. */
static void check_would_stand(const trial *t, uint32_t client, int64_t figure) {
    ranked key = {figure, client};
    uint32_t before = 0;
    while (before < t->count && trial_compare(&t->sorted[before], &key) < 0) {
        before++;
    }
    ranking_place place = ranking_find(&t->ranking, client, figure);
    assert_int_equal(place.place, before + 1);
    assert_int_equal(place.sum_before, t->sums[before]);
}

static void check_above(const trial *t, int64_t figure) {
    uint32_t above = 0;
    while (above < t->count && t->sorted[above].figure > figure) {
        above++;
    }
    assert_int_equal(ranking_above(&t->ranking, figure), above);
}

static void check_reaching(const trial *t, int64_t sum) {
    uint32_t fewest = 0;
    while (fewest < t->positive && t->sums[fewest] < sum) {
        fewest++;
    }
    if (t->sums[fewest] < sum && sum > 0) {
        fewest = UINT32_MAX;
    }
    assert_int_equal(ranking_reaching(&t->ranking, sum), fewest);
}

static void check_copy(const trial *t, uint32_t from, uint32_t most) {
    static ranked copy[CLIENTS_MAX];
    uint32_t left = from < 1 || from > t->count ? 0 : t->count - from + 1;
    uint32_t expected = most < left ? most : left;
    assert_int_equal(ranking_copy(&t->ranking, from, most, copy), expected);
    for (uint32_t i = 0; i < expected; i++) {
        assert_int_equal(copy[i].client, t->sorted[from - 1 + i].client);
        assert_int_equal(copy[i].figure, t->sorted[from - 1 + i].figure);
    }
}

static void check_total(const trial *t) {
    assert_true(ranking_verify(&t->ranking));
    ranking_sums total = ranking_total(&t->ranking);
    assert_int_equal(total.count, t->count);
    assert_int_equal(total.sum, t->sums[t->count]);
    const ranking_positive *p = &t->ranking.positive;
    wide squares = 0;
    wide weighted = 0;
    for (uint32_t i = 0; i < t->positive; i++) {
        squares += (wide)t->sorted[i].figure * t->sorted[i].figure;
        weighted +=
            t->sums[t->positive] - t->sums[i]; /* each figure once for its place and before */
    }
    assert_int_equal(p->count, t->positive);
    assert_int_equal(p->sum, t->sums[t->positive]);
    assert_true(p->squares == squares && p->weighted == weighted);
}

/* Every function with every argument that makes a difference. */
static void check_everything(trial *t) {
    trial_sort(t);
    check_total(t);
    for (uint32_t i = 0; i < t->count; i++) {
        int64_t figure = t->sorted[i].figure;
        check_place(t, i);
        for (int64_t off = -1; off <= 1; off++) {
            check_above(t, figure + off);
            check_reaching(t, t->sums[i + 1] + off);
            check_would_stand(t, (uint32_t)random_between(&t->seed, 0, t->client_count - 1),
                              figure + off);
        }
    }
    for (uint32_t from = 0; from <= t->count + 1; from++) {
        for (uint32_t most = 0; most <= t->count + 1; most++) {
            check_copy(t, from, most);
        }
    }
    check_above(t, INT64_MIN);
    check_above(t, INT64_MAX);
    check_reaching(t, INT64_MIN);
    check_reaching(t, 0);
    check_reaching(t, 1);
    check_reaching(t, INT64_MAX);
    assert_int_equal(ranking_first(&t->ranking, 0).count, 0);
    assert_int_equal(ranking_first(&t->ranking, 0).sum, 0);
    assert_int_equal(ranking_first(&t->ranking, UINT32_MAX).count, t->count);
    assert_int_equal(ranking_first(&t->ranking, UINT32_MAX).sum, t->sums[t->count]);
}

/* The same where all arguments are too many: a sample of them, and places around every 64th. */
static void check_a_sample(trial *t) {
    trial_sort(t);
    check_total(t);
    for (uint32_t i = 0; i < t->count; i += (uint32_t)random_between(&t->seed, 1, 64)) {
        check_place(t, i);
        check_above(t, t->sorted[i].figure);
        check_reaching(t, t->sums[i + 1]);
        check_reaching(t, t->sums[i + 1] + 1);
    }
    for (int i = 0; i < 20; i++) {
        check_would_stand(t, (uint32_t)random_between(&t->seed, 0, t->client_count - 1),
                          random_between(&t->seed, -100, 100));
        check_copy(t, (uint32_t)random_between(&t->seed, 0, t->count + 1),
                   (uint32_t)random_between(&t->seed, 0, CLIENTS_MAX));
    }
}

static void test_none_and_one(void **state) {
    (void)state;
    trial *t = trial_create(1, 1);
    check_everything(t);
    for (int64_t figure = -1; figure <= 1; figure++) {
        trial_put(t, 0, figure);
        check_everything(t);
        trial_take(t, 0);
        check_everything(t);
    }
    trial_destroy(t);
}

static void test_ties_by_id(void **state) {
    (void)state;
    static const char *const ids[] = {"b", "C-10", "C-9", "C-1", "\xc3\xa9", "B"};
    static const uint32_t expected[] = {5, 3, 1, 2, 0, 4};
    directory clients;
    directory_init(&clients, 5);
    ranking r;
    ranking_init(&r, &clients);
    for (uint32_t i = 0; i < 6; i++) {
        assert_int_equal(directory_number(&clients, text_of(ids[i])), i);
        assert_true(ranking_put(&r, i, 7));
    }
    for (uint32_t i = 0; i < 6; i++) {
        assert_int_equal(ranking_at(&r, i + 1).client, expected[i]);
    }
    ranking_finish(&r);
    directory_finish(&clients);
}

static void test_small_histories(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        trial *t = trial_create((uint32_t)(1 + seed % 12), seed);
        int64_t spread = (int64_t)(seed % 5); /* 0: all figures the same */
        int64_t middle = (int64_t)(seed % 3) - 1;
        for (int i = 0; i < 120; i++) {
            trial_step(t, middle - spread, middle + spread, i < 60 ? 20 : 60);
            check_everything(t);
        }
        trial_destroy(t);
    }
}

/* Several buckets, which split while it grows and join while it shrinks. */
static void test_larger_histories(void **state) {
    (void)state;
    static const int64_t spreads[] = {0, 1, 30, 1000000};
    for (uint64_t seed = 1; seed <= 4; seed++) {
        trial *t = trial_create(1500, seed);
        for (int i = 0; i < 24000; i++) {
            trial_step(t, -spreads[seed - 1] / 2, spreads[seed - 1], i < 12000 ? 5 : 90);
            if (i % 251 == 0) {
                check_a_sample(t);
            }
        }
        for (uint32_t i = 0; i < t->client_count; i++) {
            if (t->in[i]) {
                trial_take(t, i);
            }
            if (i % 100 == 99) {
                check_a_sample(t);
            }
        }
        check_everything(t);
        assert_int_equal(t->count, 0);
        trial_destroy(t);
    }
}

static uint32_t entry_rooms(const ranking *r) {
    uint32_t rooms = 0;
    for (uint32_t i = 0; i < r->bucket_count; i++) {
        rooms += r->buckets[i].room;
    }
    return rooms;
}

static int64_t figure_of(trial *t, int order, uint32_t client) {
    switch (order) {
    case 0: return client;
    case 1: return -(int64_t)client;
    case 2: return 5;
    default: return random_between(&t->seed, -50, 500);
    }
}

/* Ascending, descending, alike and random, up to 10,000 and back; the room follows. */
static void test_ten_thousand(void **state) {
    (void)state;
    for (int order = 0; order < 4; order++) {
        trial *t = trial_create(CLIENTS_MAX, (uint64_t)order);
        for (uint32_t i = 0; i < CLIENTS_MAX; i++) {
            trial_put(t, i, figure_of(t, order, i));
        }
        check_a_sample(t);
        assert_true(entry_rooms(&t->ranking) <= 3 * CLIENTS_MAX);
        for (int i = 0; i < 20000; i++) {
            trial_step(t, -50, 500, 10);
        }
        check_a_sample(t);
        for (uint32_t i = 0; i < CLIENTS_MAX; i++) {
            if (t->in[i] && i % 50 != 0) {
                trial_take(t, i);
            }
        }
        check_a_sample(t);
        assert_true(entry_rooms(&t->ranking) <= 5 * t->count + 512);
        trial_destroy(t);
    }
}

/* Without a directory equal figures are in order of client numbers. */
static void test_ties_by_number(void **state) {
    (void)state;
    trial *t = trial_create(400, 11);
    ranking_init(&t->ranking, NULL);
    for (int i = 0; i < 4000; i++) {
        trial_step(t, 0, 3, i < 2000 ? 5 : 70);
        if (i % 50 == 0) {
            check_a_sample(t);
        }
    }
    trial_destroy(t);
}

/* Squares and products beyond 64 bits. */
static void test_greatest_figures(void **state) {
    (void)state;
    trial *t = trial_create(6, 9);
    trial_put(t, 0, INT64_C(4000000000000000000));
    trial_put(t, 1, INT64_C(3999999999999999999));
    trial_put(t, 2, 1);
    check_everything(t);
    trial_put(t, 3, INT64_C(-1000000000000000000));
    check_everything(t);
    trial_take(t, 0);
    trial_put(t, 0, INT64_C(-3000000000000000000));
    trial_put(t, 4, 0);
    check_everything(t);
    trial_destroy(t);
}

/* A sum that is not right, or an entry out of order, is seen. */
static void test_verify_sees(void **state) {
    (void)state;
    trial *t = trial_create(1000, 12);
    for (uint32_t i = 0; i < t->client_count; i++) {
        trial_put(t, i, random_between(&t->seed, -10, 100));
    }
    ranking *r = &t->ranking;
    assert_true(ranking_verify(r));
    r->tree[1].sum++;
    assert_false(ranking_verify(r));
    r->tree[1].sum--;
    r->positive.weighted++;
    assert_false(ranking_verify(r));
    r->positive.weighted--;
    ranked *entries = r->buckets[1].entries;
    ranked first = entries[0];
    entries[0] = entries[1];
    entries[1] = first;
    assert_false(ranking_verify(r));
    entries[1] = entries[0];
    entries[0] = first;
    assert_true(ranking_verify(r));
    trial_destroy(t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_none_and_one),     cmocka_unit_test(test_ties_by_id),
        cmocka_unit_test(test_ties_by_number),   cmocka_unit_test(test_small_histories),
        cmocka_unit_test(test_larger_histories), cmocka_unit_test(test_ten_thousand),
        cmocka_unit_test(test_greatest_figures), cmocka_unit_test(test_verify_sees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
