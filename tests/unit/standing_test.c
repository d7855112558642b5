/* standing_test.c - classes, scores and concentration by their definitions, client by client. */
#include "tests/unit/support/trial.h"

#include "portfolio/decimal.h"

static const standing_rules rule_sets[] = {
    {.a_millionths = 800000, .b_millionths = 950000},
    {.a_millionths = 500000, .b_millionths = 500000, .g_amount = 20, .m_amount = 5},
    {.a_millionths = 0, .b_millionths = 1000000, .g_amount = 7, .m_amount = 7},
    {.a_millionths = 333333, .b_millionths = 999999, .g_amount = 1, .m_amount = 1},
};
enum { RULE_SETS = sizeof rule_sets / sizeof rule_sets[0] };

static void add_to(ranking_sums *sums, int64_t figure) {
    sums->count++;
    sums->sum += figure;
}

static void expect_sums(const ranking_sums *got, const ranking_sums *expected, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(got[i].count, expected[i].count);
        assert_int_equal(got[i].sum, expected[i].sum);
    }
}

static void check_classes(const trial *t, const standing_rules *rules) {
    static classes expected[CLIENTS_MAX];
    const ranking *r = &t->ranking;
    borders b = standing_borders(r, rules);
    ranking_sums by_class[ABC_CLASSES] = {0};
    ranking_sums large = {0};
    trial_classify(t, rules, expected);
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t client = t->sorted[i].client;
        int64_t figure = t->sorted[i].figure;
        assert_int_equal(standing_abc(&b, r, client, figure), expected[client].abc);
        assert_int_equal(standing_large(&b, r, client, figure), expected[client].large);
        add_to(&by_class[expected[client].abc], figure);
        if (expected[client].large) {
            add_to(&large, figure);
        }
    }
    ranking_sums got[ABC_CLASSES];
    standing_abc_sums(&b, r, got);
    expect_sums(got, by_class, ABC_CLASSES);
    assert_int_equal(b.a.place, by_class[ABC_A].count);
    assert_int_equal(b.b.place, by_class[ABC_A].count + by_class[ABC_B].count);
    assert_int_equal(b.large.place, large.count);
    assert_int_equal(border_sums(&b.large, r).sum, large.sum);
}

/* The contract's words: G the first 5 %, rounded up, of the positive clients, M the next 15 %. */
static pmg_class plain_pmg(const trial *t, const standing_rules *rules, uint32_t place,
                           int64_t figure) {
    if (rules->g_amount > 0) {
        return figure >= rules->g_amount ? PMG_G : figure >= rules->m_amount ? PMG_M : PMG_P;
    }
    if (figure <= 0) {
        return PMG_P;
    }
    /* place <= ceil(x) when place - 1 < x */
    uint32_t before = (place - 1) * 100;
    return before < 5 * t->positive ? PMG_G : before < 20 * t->positive ? PMG_M : PMG_P;
}

static void check_pmg(const trial *t, const standing_rules *rules) {
    const ranking *r = &t->ranking;
    pmg_borders b = standing_pmg_borders(r, rules);
    ranking_sums expected[PMG_CLASSES] = {0};
    for (uint32_t i = 0; i < t->count; i++) {
        ranked at = t->sorted[i];
        pmg_class pmg = plain_pmg(t, rules, i + 1, at.figure);
        assert_int_equal(standing_pmg(&b, r, at.client, at.figure), pmg);
        add_to(&expected[pmg], at.figure);
    }
    ranking_sums got[PMG_CLASSES];
    standing_pmg_sums(&b, r, got);
    expect_sums(got, expected, PMG_CLASSES);
}

/* By the same shares as A, B, C, or by amounts. */
static void check_potential(const trial *t, const standing_rules *rules) {
    static classes by_share[CLIENTS_MAX];
    const ranking *r = &t->ranking;
    standing_rules by_amount = *rules;
    by_amount.first_amount = 20;
    by_amount.second_amount = 6;
    trial_classify(t, rules, by_share);
    borders b = standing_borders(r, rules);
    for (uint32_t i = 0; i < t->count; i++) {
        ranked at = t->sorted[i];
        int expected = by_share[at.client].abc == ABC_A   ? 1
                       : by_share[at.client].abc == ABC_B ? 2
                                                          : 3;
        assert_int_equal(standing_potential(&b, r, rules, at.client, at.figure), expected);
        expected = at.figure >= 20 ? 1 : at.figure >= 6 ? 2 : 3;
        assert_int_equal(standing_potential(&b, r, &by_amount, at.client, at.figure), expected);
    }
}

static int plain_score(const trial *t, int64_t figure) {
    uint32_t better = 0;
    while (t->sorted[better].figure > figure) {
        better++;
    }
    return (int)(5 - 5 * better / t->count);
}

static void check_scores(const trial *t) {
    int64_t least[6] = {0}; /* by score: of those with this score or a better one */
    for (uint32_t i = 0; i < t->count; i++) {
        int64_t figure = t->sorted[i].figure;
        int score = plain_score(t, figure);
        assert_in_range(score, 1, 5);
        assert_int_equal(standing_score(&t->ranking, figure), score);
        for (int reached = score; reached > 0; reached--) {
            least[reached] = figure;
        }
    }
    int64_t cuts[4] = {17, 17, 17, 17};
    assert_int_equal(standing_cuts(&t->ranking, cuts), t->count > 0);
    for (int score = 2; score <= 5; score++) {
        assert_int_equal(cuts[score - 2], t->count > 0 ? least[score] : 17);
    }
}

static void check_pareto(const trial *t, uint32_t points) {
    static curve_point curve[CLIENTS_MAX];
    const ranking *r = &t->ranking;
    uint32_t top = (t->positive * 2 + 9) / 10;
    assert_int_equal(standing_top20(r).count, top);
    assert_int_equal(standing_top20(r).sum, t->sums[top]);
    uint32_t expected = points < t->positive ? points : t->positive;
    assert_int_equal(standing_curve(r, points, curve), expected);
    for (uint32_t i = 0; i < expected; i++) {
        assert_int_equal(curve[i].sum, t->sums[curve[i].place]);
        uint32_t step = curve[i].place - (i > 0 ? curve[i - 1].place : 0);
        assert_in_range(step, t->positive / expected, t->positive / expected + 1);
    }
    if (expected > 0) {
        assert_int_equal(curve[expected - 1].place, t->positive);
    }
}

/* For figures so small that every product fits. The Gini coefficient by its textbook meaning: half
 * of the mean difference between two clients, as a part of the mean. */
static void check_concentration(const trial *t) {
    concentration c = standing_concentration(&t->ranking);
    int64_t total = t->sums[t->count];
    int64_t squares = 0;
    int64_t differences = 0;
    for (uint32_t i = 0; i < t->positive; i++) {
        int64_t figure = t->sorted[i].figure;
        squares += figure * figure;
        for (uint32_t j = 0; j < t->positive; j++) {
            differences += llabs(figure - t->sorted[j].figure);
        }
    }
    int64_t twice = 2 * (int64_t)t->positive * t->sums[t->positive];
    assert_int_equal(c.gini, ratio_millionths(differences, twice)); /* of nobody: none */
    bool shares = total > 0;
    uint32_t ten = t->positive < 10 ? t->positive : 10;
    assert_int_equal(c.largest, shares ? ratio_millionths(t->sorted[0].figure, total) : INT64_MIN);
    assert_int_equal(c.ten_largest, shares ? ratio_millionths(t->sums[ten], total) : INT64_MIN);
    assert_int_equal(c.herfindahl, shares ? ratio_millionths(squares, total * total) : INT64_MIN);
}

static void check_everything(trial *t, uint32_t points) {
    trial_sort(t);
    for (uint32_t i = 0; i < RULE_SETS; i++) {
        check_classes(t, &rule_sets[i]);
        check_pmg(t, &rule_sets[i]);
        check_potential(t, &rule_sets[i]);
    }
    check_scores(t);
    check_pareto(t, points);
    check_concentration(t);
}

static void test_none_and_one(void **state) {
    (void)state;
    trial *t = trial_create(2, 1);
    check_everything(t, 10);
    for (int64_t figure = -2; figure <= 2; figure++) {
        trial_put(t, 0, figure);
        check_everything(t, 10);
        trial_put(t, 1, -figure); /* a total of 0 */
        check_everything(t, 0);
        trial_take(t, 0);
        trial_take(t, 1);
    }
    trial_destroy(t);
}

static void test_random_histories(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 80; seed++) {
        trial *t = trial_create((uint32_t)(1 + seed), seed);
        int64_t spread = (int64_t)(seed % 9) * (int64_t)(seed % 9);
        int64_t middle = (int64_t)(seed % 7) - 2;
        for (int i = 0; i < 120; i++) {
            trial_step(t, middle - spread, middle + spread, i < 60 ? 10 : 50);
            check_everything(t, (uint32_t)random_between(&t->seed, 0, 40));
        }
        trial_destroy(t);
    }
}

/* Few clients have most: figures by powers, as sales are. */
static void test_ten_thousand(void **state) {
    (void)state;
    trial *t = trial_create(CLIENTS_MAX, 4);
    for (uint32_t i = 0; i < CLIENTS_MAX; i++) {
        int64_t part = random_between(&t->seed, 1, 3000);
        trial_put(t, i, random_between(&t->seed, 0, 19) == 0 ? -part : 30000 / part - 10);
    }
    check_everything(t, 100);
    trial_destroy(t);
}

/* A border that falls exactly on a client's edge: shares of 80 % and 95 % to the cent. */
static void test_borders_to_the_cent(void **state) {
    (void)state;
    static const int64_t figures[] = {8000, 1500, 500};
    trial *t = trial_create(3, 3);
    for (uint32_t i = 0; i < 3; i++) {
        trial_put(t, i, figures[i]);
    }
    borders b = standing_borders(&t->ranking, &STANDING_DEFAULTS);
    assert_int_equal(b.large.place, 1);
    assert_int_equal(b.a.place, 1);
    assert_int_equal(b.b.place, 2);
    trial_take(t, 0);
    trial_put(t, 0, 7999); /* less than 80 %, so the second is A as well */
    b = standing_borders(&t->ranking, &STANDING_DEFAULTS);
    assert_int_equal(b.large.place, 2);
    assert_int_equal(b.a.place, 2);
    assert_int_equal(b.b.place, 3);
    trial_destroy(t);
}

/* Products beyond 128 bits on the way; expected values were computed with unbounded integers. */
static void test_greatest_figures(void **state) {
    (void)state;
    trial *t = trial_create(4, 6);
    trial_put(t, 0, INT64_C(4000000000000000000));
    trial_put(t, 1, INT64_C(3999999999999999999));
    concentration c = standing_concentration(&t->ranking);
    assert_int_equal(c.largest, 500000);
    assert_int_equal(c.herfindahl, 500000);
    assert_int_equal(c.gini, 0);
    trial_put(t, 2, INT64_C(1000000000000000007));
    c = standing_concentration(&t->ranking);
    assert_int_equal(c.largest, 444444);
    assert_int_equal(c.ten_largest, 1000000);
    assert_int_equal(c.herfindahl, 407407);
    assert_int_equal(c.gini, 222222);
    trial_sort(t);
    check_classes(t, &STANDING_DEFAULTS);
    trial_put(t, 3, INT64_C(-9000000000000000005)); /* a total of 1: shares that do not fit */
    c = standing_concentration(&t->ranking);
    assert_int_equal(c.largest, INT64_MIN);
    assert_int_equal(c.herfindahl, INT64_MIN);
    trial_sort(t);
    check_classes(t, &STANDING_DEFAULTS);
    trial_destroy(t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_none_and_one),     cmocka_unit_test(test_random_histories),
        cmocka_unit_test(test_ten_thousand),     cmocka_unit_test(test_borders_to_the_cent),
        cmocka_unit_test(test_greatest_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
