/* ledger_test.c - every sum, after every change and every day that passes, against a plain recomputation. */
#include "tests/unit/support/unit.h"

#include "portfolio/ledger.h"

enum { FACTS = 80, CATEGORIES = 4 };

/* What the ledger was told and not told to forget. */
typedef struct fact {
    bool is_sale;
    sale sale;
    activity activity;
} fact;

typedef struct book {
    rules rules;
    windows windows;
    ledger ledger;
    fact facts[FACTS];
    int count;
} book;

/* All that a ledger says, recomputed from the facts by definition. */
typedef struct plain {
    sums total, trailing;
    sums by_category[CATEGORIES], trailing_by_category[CATEGORIES];
    int64_t lines[CATEGORIES];
    int64_t previous, year, previous_year;
    int64_t orders, orders_trailing;
    int64_t purchase_days, purchase_days_trailing, purchase_days_previous;
} plain;

static void add(sums *to, const sums *from) {
    to->revenue += from->revenue;
    to->costed += from->costed;
    to->margin += from->margin;
    to->quantity += from->quantity;
}

static day fiscal_start(const rules *r, day today) {
    civil_date date = day_to_civil(today);
    day start = day_from_civil(date.year, r->fiscal_month, r->fiscal_day);
    return start <= today ? start : day_from_civil(date.year - 1, r->fiscal_month, r->fiscal_day);
}

static void add_sale(plain *p, const book *b, const sale *s, day today) {
    day start = fiscal_start(&b->rules, today);
    add(&p->total, &s->sums);
    add(&p->by_category[s->category], &s->sums);
    p->lines[s->category] += s->lines;
    if (s->day > years_before(today, 1)) {
        add(&p->trailing, &s->sums);
        add(&p->trailing_by_category[s->category], &s->sums);
    } else if (s->day > years_before(today, 2)) {
        p->previous += s->sums.revenue;
    }
    if (s->day >= start)
        p->year += s->sums.revenue;
    if (s->day >= years_before(start, 1) && s->day <= years_before(today, 1))
        p->previous_year += s->sums.revenue;
}

static bool bought_on(const book *b, day d) {
    int64_t purchases = 0;
    for (int i = 0; i < b->count; i++) {
        const activity *a = &b->facts[i].activity;
        if (!b->facts[i].is_sale && a->day == d)
            purchases += b->rules.purchases_are_invoices ? a->invoices : a->orders;
    }
    return purchases > 0;
}

/* Whether the fact is the first of its day, so that a day counts once. */
static bool is_first_of_day(const book *b, int i) {
    for (int j = 0; j < i; j++) {
        if (!b->facts[j].is_sale && b->facts[j].activity.day == b->facts[i].activity.day)
            return false;
    }
    return true;
}

static plain recompute(const book *b, day today) {
    plain p = {0};
    for (int i = 0; i < b->count; i++) {
        const fact *f = &b->facts[i];
        if (f->is_sale) {
            add_sale(&p, b, &f->sale, today);
            continue;
        }
        day d = f->activity.day;
        bool trailing = d > years_before(today, 1);
        p.orders += f->activity.orders;
        p.orders_trailing += trailing ? f->activity.orders : 0;
        if (is_first_of_day(b, i) && bought_on(b, d)) {
            p.purchase_days++;
            p.purchase_days_trailing += trailing;
            p.purchase_days_previous += !trailing && d > years_before(today, 2);
        }
    }
    return p;
}

static bool same_sums(const sums *a, const sums *b) {
    return a->revenue == b->revenue && a->costed == b->costed && a->margin == b->margin &&
           a->quantity == b->quantity;
}

static void expect_categories(const ledger *l, const plain *p) {
    uint32_t at = 0;
    uint32_t positive = 0;
    for (uint32_t category = 0; category < CATEGORIES; category++) {
        if (p->lines[category] == 0)
            continue;
        assert_true(at < l->category_count);
        const category_sums *c = &l->categories[at++];
        assert_int_equal(c->category, category);
        assert_true(c->lines == p->lines[category]);
        assert_true(same_sums(&c->total, &p->by_category[category]));
        assert_true(same_sums(&c->trailing, &p->trailing_by_category[category]));
        positive += p->trailing_by_category[category].revenue > 0;
    }
    assert_int_equal(l->category_count, at);
    assert_int_equal(ledger_diversity(l), positive);
}

static void expect_plain(const book *b) {
    plain p = recompute(b, b->windows.today);
    const ledger *l = &b->ledger;
    assert_int_equal(l->as_of, b->windows.today);
    assert_true(same_sums(&l->total, &p.total));
    assert_true(same_sums(&l->trailing, &p.trailing));
    expect_categories(l, &p);
    assert_true(l->revenue_previous == p.previous);
    assert_true(l->revenue_year == p.year);
    assert_true(l->revenue_previous_year == p.previous_year);
    assert_true(l->orders == p.orders);
    assert_true(l->orders_trailing == p.orders_trailing);
    assert_true(l->purchase_days == p.purchase_days);
    assert_true(l->purchase_days_trailing == p.purchase_days_trailing);
    assert_true(l->purchase_days_previous == p.purchase_days_previous);
    assert_true(ledger_verify(l, &b->windows));
}

static void expect_firsts_and_lasts(const book *b) {
    day first[2] = {DAY_NONE, DAY_NONE};
    day last[2] = {DAY_NONE, DAY_NONE};
    day contact = DAY_NONE;
    for (int i = 0; i < b->count; i++) {
        const activity *a = &b->facts[i].activity;
        for (int invoices = 0; invoices < 2 && !b->facts[i].is_sale; invoices++) {
            if ((invoices ? a->invoices : a->orders) == 0)
                continue;
            first[invoices] =
                first[invoices] == DAY_NONE || a->day < first[invoices] ? a->day : first[invoices];
            last[invoices] =
                last[invoices] == DAY_NONE || a->day > last[invoices] ? a->day : last[invoices];
        }
        if (!b->facts[i].is_sale && a->contacts > 0 && (contact == DAY_NONE || a->day > contact))
            contact = a->day;
    }
    for (int invoices = 0; invoices < 2; invoices++) {
        assert_int_equal(ledger_first_purchase(&b->ledger, invoices), first[invoices]);
        assert_int_equal(ledger_last_purchase(&b->ledger, invoices), last[invoices]);
    }
    assert_int_equal(ledger_last_contact(&b->ledger), contact);
}

/* Day by day from tomorrow: no figure differs from today's before the day that was named. */
static void expect_no_change_before_next(const book *b) {
    day today = b->windows.today;
    day next = ledger_next_change(&b->ledger, &b->windows);
    assert_true(next == DAY_NONE || next > today);
    day last = next == DAY_NONE ? today + 1100 : next - 1;
    plain now = recompute(b, today);
    for (day d = today + 1; d <= last; d++) {
        plain then = recompute(b, d);
        assert_memory_equal(&then, &now, sizeof now);
    }
}

static void tell(book *b, const fact *f, int sign) {
    if (f->is_sale) {
        sale s = f->sale;
        s.lines *= sign;
        s.sums = (sums){sign * s.sums.revenue, sign * s.sums.costed, sign * s.sums.margin,
                        sign * s.sums.quantity};
        assert_true(ledger_add_sale(&b->ledger, &b->windows, &s));
        return;
    }
    activity a = {f->activity.day, sign * f->activity.orders, sign * f->activity.invoices,
                  sign * f->activity.contacts};
    assert_true(ledger_add_activity(&b->ledger, &b->windows, &a));
}

/* A day of the last three years, often one at the edge of a window. */
static day random_day(const book *b, uint64_t *seed) {
    day today = b->windows.today;
    day leap = day_of("2024-02-29");
    day edges[] = {today,
                   years_before(today, 1),
                   years_before(today, 2),
                   fiscal_start(&b->rules, today),
                   leap,
                   years_before(fiscal_start(&b->rules, today), 1)};
    day d = today - (day)random_between(seed, 0, 1100);
    if (random_between(seed, 0, 1) == 0)
        d = edges[random_between(seed, 0, 5)] + (day)random_between(seed, -1, 1);
    return d <= today ? d : today;
}

static fact random_fact(const book *b, uint64_t *seed) {
    fact f = {.is_sale = random_between(seed, 0, 1) == 0};
    day d = random_day(b, seed);
    if (!f.is_sale) {
        int kind = (int)random_between(seed, 0, 3);
        f.activity = (activity){d, kind == 0 || kind == 3, kind == 1 || kind == 3, kind == 2};
        return f;
    }
    int64_t revenue = random_between(seed, -100000, 300000);
    bool costed = random_between(seed, 0, 1) == 0;
    f.sale = (sale){.day = d, .category = (uint32_t)random_between(seed, 0, CATEGORIES - 1)};
    f.sale.lines = random_between(seed, 1, 3);
    f.sale.sums = (sums){revenue, costed ? revenue : 0, costed ? revenue / 3 : 0,
                         random_between(seed, -5, 9) * 1000};
    return f;
}

static void roll(book *b, day today) {
    windows now = windows_at(&b->rules, today);
    ledger_roll(&b->ledger, &b->windows, &now);
    b->windows = now;
}

static void change_something(book *b, uint64_t *seed) {
    int64_t dice = random_between(seed, 0, 99);
    if (dice < 15) {
        static const day jumps[] = {1, 1, 2, 28, 31, 365, 366, 400, 800};
        roll(b, b->windows.today + jumps[random_between(seed, 0, 8)]);
    } else if (b->count == 0 || (dice < 60 && b->count < FACTS)) {
        b->facts[b->count] = random_fact(b, seed);
        tell(b, &b->facts[b->count++], 1);
    } else {
        int which = (int)random_between(seed, 0, b->count - 1);
        fact forgotten = b->facts[which];
        b->facts[which] = b->facts[--b->count];
        tell(b, &forgotten, -1);
    }
}

static void begin(book *b, day today, int month, int day_of_month, bool invoices) {
    *b = (book){.rules = {.fiscal_month = month,
                          .fiscal_day = day_of_month,
                          .purchases_are_invoices = invoices}};
    b->windows = windows_at(&b->rules, today);
    ledger_init(&b->ledger, today);
}

static void run_randomly(const char *from, int month, int day_of_month, uint64_t seed) {
    book b;
    begin(&b, day_of(from), month, day_of_month, seed % 2 == 0);
    for (int step = 0; step < 1500 && b.windows.today < day_of("2190-01-01"); step++) {
        change_something(&b, &seed);
        expect_plain(&b);
        expect_firsts_and_lasts(&b);
        if (step % 50 == 0)
            expect_no_change_before_next(&b);
    }
    while (b.count > 0)
        tell(&b, &b.facts[--b.count], -1);
    expect_plain(&b);
    assert_int_equal(b.ledger.sale_count + b.ledger.day_count + b.ledger.category_count, 0);
    assert_int_equal(ledger_next_change(&b.ledger, &b.windows), DAY_NONE);
    ledger_finish(&b.ledger);
}

static void test_random_changes(void **state) {
    (void)state;
    run_randomly("2024-02-27", 1, 1, 1);
    run_randomly("2024-02-28", 2, 28, 2);
    run_randomly("2023-12-31", 3, 1, 3);
    run_randomly("2025-02-28", 7, 1, 4);
    run_randomly("2022-06-30", 12, 31, 5);
}

/* Every day of three years around a 29 February, with sales on each of the days that matter. */
static void walk_days(const char *from, int month, int day_of_month) {
    uint64_t seed = 6;
    book b;
    begin(&b, day_of(from), month, day_of_month, false);
    for (int i = 0; i < 40; i++) {
        b.facts[b.count] = random_fact(&b, &seed);
        tell(&b, &b.facts[b.count++], 1);
    }
    day next = ledger_next_change(&b.ledger, &b.windows);
    plain before = recompute(&b, b.windows.today);
    for (int i = 0; i < 1100; i++) {
        roll(&b, b.windows.today + 1);
        expect_plain(&b);
        plain now = recompute(&b, b.windows.today);
        if (memcmp(&now, &before, sizeof now) != 0)
            assert_int_equal(b.windows.today, next);
        if (b.windows.today == next)
            next = ledger_next_change(&b.ledger, &b.windows);
        before = now;
    }
    assert_int_equal(next, DAY_NONE);
    ledger_finish(&b.ledger);
}

static void test_every_day(void **state) {
    (void)state;
    walk_days("2023-11-15", 1, 1);
    walk_days("2024-02-29", 3, 1);
    walk_days("2024-03-01", 2, 28);
    walk_days("2025-02-28", 4, 1);
}

static void copy_into(ledger *to, const book *from, int sign) {
    assert_true(ledger_merge(to, &from->windows, &from->ledger, sign));
}

static void test_merge_there_and_back(void **state) {
    (void)state;
    uint64_t seed = 7;
    book a;
    book b;
    begin(&a, day_of("2025-03-01"), 1, 1, false);
    begin(&b, day_of("2025-03-01"), 1, 1, false);
    for (int i = 0; i < FACTS; i++) {
        book *to = i % 2 ? &a : &b;
        to->facts[to->count] = random_fact(to, &seed);
        tell(to, &to->facts[to->count++], 1);
    }
    ledger both;
    ledger_init(&both, a.windows.today);
    copy_into(&both, &a, 1);
    assert_true(ledger_equal(&both, &a.ledger));
    copy_into(&both, &b, 1);
    assert_false(ledger_equal(&both, &a.ledger));
    assert_true(ledger_verify(&both, &a.windows));
    assert_true(both.total.revenue == a.ledger.total.revenue + b.ledger.total.revenue);
    copy_into(&both, &a, -1);
    assert_true(ledger_equal(&both, &b.ledger));
    copy_into(&both, &b, -1);
    assert_int_equal(both.sale_count + both.day_count + both.category_count, 0);
    assert_true(both.total.revenue == 0 && both.orders == 0 && both.purchase_days == 0);
    ledger_finish(&both);
    ledger_finish(&a.ledger);
    ledger_finish(&b.ledger);
}

static void test_verify_finds_what_is_wrong(void **state) {
    (void)state;
    book b;
    begin(&b, day_of("2025-03-01"), 1, 1, false);
    for (day d = 0; d < 3; d++) {
        sale s = {b.windows.today - d, 1, 1, {100, 100, 40, 1000}};
        activity a = {.day = b.windows.today - d, .orders = 1};
        assert_true(ledger_add_sale(&b.ledger, &b.windows, &s));
        assert_true(ledger_add_activity(&b.ledger, &b.windows, &a));
    }
    int64_t *const figures[] = {&b.ledger.total.margin,
                                &b.ledger.trailing.quantity,
                                &b.ledger.revenue_previous,
                                &b.ledger.revenue_year,
                                &b.ledger.revenue_previous_year,
                                &b.ledger.orders_trailing,
                                &b.ledger.purchase_days,
                                &b.ledger.purchase_days_previous,
                                &b.ledger.categories[0].trailing.revenue,
                                &b.ledger.sales[1].sums.costed};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        assert_true(ledger_verify(&b.ledger, &b.windows));
        *figures[i] += 1;
        assert_false(ledger_verify(&b.ledger, &b.windows));
        *figures[i] -= 1;
    }
    b.ledger.sales[1].day -= 2;
    assert_false(ledger_verify(&b.ledger, &b.windows));
    b.ledger.sales[1].day += 2;
    b.ledger.days[2].day -= 1;
    assert_false(ledger_verify(&b.ledger, &b.windows));
    b.ledger.days[2].day += 1;
    ledger_finish(&b.ledger);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_changes),
        cmocka_unit_test(test_every_day),
        cmocka_unit_test(test_merge_there_and_back),
        cmocka_unit_test(test_verify_finds_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
