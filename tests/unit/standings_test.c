/* standings_test.c - random documents, changes of rep and days that pass: every kept ranking is what plain sorting
 * gives, and the crossings that are told lead from one full classification to the next. */
#include "tests/unit/support/random_books.h"

#include "portfolio/past.h"

typedef struct plain_ranking {
    ranked items[BOOK_CLIENTS];
    uint32_t count;
} plain_ranking;

static const directory *ids;

static int compare_ranked(const void *left, const void *right) {
    const ranked *a = left;
    const ranked *b = right;
    if (a->figure != b->figure)
        return a->figure > b->figure ? -1 : 1;
    return text_compare(directory_name(ids, a->client), directory_name(ids, b->client));
}

static void plain_add(plain_ranking *self, uint32_t client, int64_t figure) {
    self->items[self->count++] = (ranked){figure, client};
}

static void expect_ranking(const ranking *kept, plain_ranking *plain, const portfolio *p,
                           bool ties_by_id) {
    assert_true(ranking_verify(kept));
    assert_int_equal(ranking_total(kept).count, plain->count);
    ids = &p->names.clients;
    if (plain->count > 0)
        qsort(plain->items, plain->count, sizeof plain->items[0], compare_ranked);
    for (uint32_t i = 0; i < plain->count; i++) {
        ranked r = ranking_at(kept, i + 1);
        assert_true(r.figure == plain->items[i].figure);
        if (ties_by_id)
            assert_int_equal(r.client, plain->items[i].client);
    }
}

static void expect_metric(random_books *b, metric m, uint32_t rep_number) {
    portfolio *p = b->portfolio;
    plain_ranking plain = {.count = 0};
    for (uint32_t i = 0; i < p->account_count; i++) {
        account *a = portfolio_account(p, i);
        portfolio_refresh(p, a);
        if (a->documents > 0 && (rep_number == NUMBER_NONE || a->profile.rep == rep_number))
            plain_add(&plain, i, metric_figure(m, a));
    }
    expect_ranking(portfolio_ranking(p, m, rep_number), &plain, p, true);
}

static void expect_scores(random_books *b) {
    portfolio *p = b->portfolio;
    for (score s = 0; s < SCORE_COUNT; s++) {
        plain_ranking plain = {.count = 0};
        for (uint32_t i = 0; i < p->account_count; i++) {
            const account *a = portfolio_account(p, i);
            if (a->documents > 0 && a->ledger.purchase_days > 0)
                plain_add(&plain, i, score_figure(s, a, b->rules.purchases_are_invoices));
        }
        expect_ranking(&p->standings.scores[s].whole, &plain, p, false);
    }
}

static void expect_potential(random_books *b) {
    portfolio *p = b->portfolio;
    plain_ranking plain = {.count = 0};
    for (uint32_t i = 0; i < p->account_count; i++) {
        const account *a = portfolio_account(p, i);
        if (a->documents > 0 && a->profile.has_potential)
            plain_add(&plain, i, a->profile.potential);
    }
    expect_ranking(&p->standings.potential.whole, &plain, p, true);
}

/* The metrics that were asked for before `upto` are kept; all of them are as if sorted now. */
static void expect_sorted(random_books *b, int upto) {
    for (int m = 0; m < METRIC_COUNT; m++) {
        if (m != METRIC_REVENUE && m != (int)b->rules.class_metric && m >= upto) {
            assert_false(b->portfolio->standings.metrics[m].kept);
            continue;
        }
        expect_metric(b, (metric)m, NUMBER_NONE);
        for (uint32_t i = 0; i < b->portfolio->rep_count; i++)
            expect_metric(b, (metric)m, i);
    }
    expect_scores(b);
    expect_potential(b);
}

/* ---- crossings ---- */

typedef struct class_of_client {
    abc_class abc;
    bool large;
} class_of_client;

static class_of_client classify(const portfolio *p, uint32_t client) {
    const standings *s = &p->standings;
    const kept_ranking *k = &s->metrics[s->class_metric];
    borders now = standing_borders(&k->whole, &p->rules->standing);
    if (client >= k->client_count || k->figures[client] == FIGURE_NONE)
        return (class_of_client){ABC_NONE, false};
    int64_t figure = k->figures[client];
    return (class_of_client){standing_abc(&now, &k->whole, client, figure),
                             standing_large(&now, &k->whole, client, figure)};
}

/* Follows what was told since the last call; then everyone must be where a full classification puts them. */
static uint32_t follow(random_books *b, class_of_client classes[BOOK_CLIENTS]) {
    crossings *told = &b->portfolio->standings.crossings;
    uint32_t count = told->count;
    for (uint32_t i = 0; i < count; i++) {
        const crossing *c = &told->items[i];
        class_of_client *of = &classes[c->client];
        assert_int_equal(of->abc, c->abc_before);
        assert_int_equal(of->large, c->large_before);
        assert_true(c->abc_before != c->abc_now || c->large_before != c->large_now);
        *of = (class_of_client){c->abc_now, c->large_now};
    }
    told->count = 0;
    for (uint32_t client = 0; client < b->portfolio->account_count; client++) {
        class_of_client now = classify(b->portfolio, client);
        assert_int_equal(classes[client].abc, now.abc);
        assert_int_equal(classes[client].large, now.large);
    }
    return count;
}

/* ---- the past ---- */

/* What each client had on an earlier day is what it had today, then. */
static void expect_past(random_books *b, day then, const int64_t *figures, metric m) {
    portfolio *p = b->portfolio;
    span trailing = windows_at(&b->rules, then).trailing;
    for (uint32_t i = 0; i < p->account_count; i++)
        assert_true(past_figure(m, &portfolio_account(p, i)->ledger, trailing) == figures[i]);
}

static void figures_now(random_books *b, metric m, int64_t *out) {
    for (uint32_t i = 0; i < b->portfolio->account_count; i++) {
        account *a = portfolio_account(b->portfolio, i);
        portfolio_refresh(b->portfolio, a);
        out[i] = metric_figure(m, a);
    }
}

/* Days pass and nothing else comes: what counts from its day on does not change what was before. */
static void pass_and_look_back(random_books *b, day days) {
    int64_t before[METRIC_COUNT][BOOK_CLIENTS];
    day then = b->portfolio->windows.today;
    for (int m = 0; m < METRIC_COUNT; m++)
        figures_now(b, (metric)m, before[m]);
    random_books_pass(b, days);
    for (int m = 0; m < METRIC_COUNT; m++)
        expect_past(b, then, before[m], (metric)m);
}

static void begin(random_books *b, metric class_metric, uint64_t seed) {
    random_books_begin(b, "2026-02-27", seed);
    portfolio_destroy(b->portfolio);
    b->rules.standing = STANDING_DEFAULTS;
    b->rules.class_metric = class_metric;
    b->portfolio = portfolio_create(&b->rules, day_of("2026-02-27"), seed);
    assert_non_null(b->portfolio);
}

static void run_randomly(metric class_metric, uint64_t seed, int steps) {
    static const day jumps[] = {1, 1, 2, 7, 31, 365};
    class_of_client classes[BOOK_CLIENTS] = {{ABC_NONE, false}};
    uint32_t crossed = 0;
    random_books b;
    begin(&b, class_metric, seed);
    for (int step = 0; step < steps; step++) {
        if (random_between(&b.seed, 0, 9) == 0)
            pass_and_look_back(&b, jumps[random_between(&b.seed, 0, 5)]);
        for (int64_t changes = random_between(&b.seed, 0, 3); changes > 0; changes--)
            random_books_change(&b);
        assert_true(portfolio_settle(b.portfolio));
        expect_sorted(&b, METRIC_COUNT * step / steps);
        crossed += follow(&b, classes);
    }
    assert_true(crossed > (uint32_t)steps / 20);
    random_books_finish(&b);
}

static void test_random_documents(void **state) {
    (void)state;
    for (int m = 0; m < METRIC_COUNT; m++)
        for (uint64_t seed = 1; seed <= 4; seed++)
            run_randomly((metric)m, seed, 300);
}

static void test_loading_crosses_nothing(void **state) {
    (void)state;
    random_books b;
    begin(&b, METRIC_REVENUE, 7);
    for (int i = 0; i < 60; i++)
        random_books_change(&b);
    assert_true(portfolio_settle(b.portfolio));
    const standings *s = &b.portfolio->standings;
    borders settled = s->borders;
    b.portfolio->standings.crossings.count = 0;
    standings_begin(&b.portfolio->standings, &b.rules.standing);
    assert_true(portfolio_settle(b.portfolio));
    assert_int_equal(s->crossings.count, 0);
    assert_int_equal(s->borders.a.place, settled.a.place);
    assert_int_equal(s->borders.large.place, settled.large.place);
    random_books_finish(&b);
}

static void test_nobody(void **state) {
    (void)state;
    random_books b;
    begin(&b, METRIC_REVENUE, 1);
    assert_true(portfolio_settle(b.portfolio));
    assert_int_equal(
        ranking_total(portfolio_ranking(b.portfolio, METRIC_ORDERS, NUMBER_NONE)).count, 0);
    assert_int_equal(ranking_total(portfolio_ranking(b.portfolio, METRIC_REVENUE, 5)).count, 0);
    assert_int_equal(ranking_total(standings_class_ranking(&b.portfolio->standings, 5)).count, 0);
    random_books_finish(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_documents),
        cmocka_unit_test(test_loading_crosses_nothing),
        cmocka_unit_test(test_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
