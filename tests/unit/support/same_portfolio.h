/* same_portfolio.h - whether two portfolios say the same about every client, rep and the whole. */
#ifndef TESTS_UNIT_SUPPORT_SAME_PORTFOLIO_H
#define TESTS_UNIT_SUPPORT_SAME_PORTFOLIO_H

#include "portfolio/portfolio.h"
#include "tests/unit/support/unit.h"

static inline void expect_same_names(const directory *a, const directory *b) {
    assert_int_equal(a->count, b->count);
    for (uint32_t i = 0; i < a->count; i++)
        assert_true(text_equal(directory_name(a, i), directory_name(b, i)));
}

static inline void expect_same_profile(const profile *a, const profile *b) {
    assert_int_equal(a->rep, b->rep);
    assert_true(text_equal(a->name, b->name) && text_equal(a->segment, b->segment));
    assert_true(text_equal(a->country, b->country) && a->since == b->since);
    assert_true(a->has_potential == b->has_potential && a->potential == b->potential);
    assert_int_equal(a->abandoned, b->abandoned);
    assert_int_equal(a->tag_count, b->tag_count);
    for (uint32_t i = 0; i < a->tag_count; i++)
        assert_true(text_equal(a->tags[i], b->tags[i]));
}

static inline void expect_same_contracts(const contract_book *a, const contract_book *b) {
    assert_int_equal(a->count, b->count);
    for (uint32_t i = 0; i < a->count; i++) {
        const contract *x = &a->items[i];
        const contract *y = &b->items[i];
        assert_true(text_equal(x->id, y->id) && x->start == y->start && x->end == y->end);
        assert_true(x->terminated == y->terminated && x->auto_renew == y->auto_renew);
        assert_int_equal(x->notice_days, y->notice_days);
    }
}

static inline void expect_same_account(const account *a, const account *b) {
    expect_same_profile(&a->profile, &b->profile);
    expect_same_contracts(&a->contracts, &b->contracts);
    assert_true(ledger_equal(&a->ledger, &b->ledger));
    assert_true(tally_equal(&a->tally, &b->tally));
    assert_true(a->documents == b->documents);
    assert_int_equal(a->next_end, b->next_end);
}

static inline void expect_same_book(const book *a, const book *b) {
    assert_true(ledger_equal(&a->ledger, &b->ledger));
    assert_true(tally_equal(&a->tally, &b->tally));
    assert_int_equal(a->ends.count, b->ends.count);
    for (uint32_t i = 0; i < a->ends.count; i++) {
        assert_int_equal(a->ends.items[i].day, b->ends.items[i].day);
        assert_int_equal(a->ends.items[i].count, b->ends.items[i].count);
    }
}

static inline void expect_same_portfolio(const portfolio *a, const portfolio *b) {
    assert_int_equal(a->windows.today, b->windows.today);
    expect_same_names(&a->names.clients, &b->names.clients);
    expect_same_names(&a->names.reps, &b->names.reps);
    expect_same_names(&a->names.categories, &b->names.categories);
    assert_int_equal(a->account_count, b->account_count);
    for (uint32_t i = 0; i < a->account_count; i++) {
        portfolio_refresh(a, portfolio_account(a, i));
        portfolio_refresh(b, portfolio_account(b, i));
        expect_same_account(portfolio_account(a, i), portfolio_account(b, i));
    }
    assert_int_equal(a->rep_count, b->rep_count);
    for (uint32_t i = 0; i < a->rep_count; i++) {
        expect_same_book(&a->reps[i].book, &b->reps[i].book);
        assert_true(ledger_equal(&a->reps[i].sold, &b->reps[i].sold));
        assert_true(a->reps[i].documents == b->reps[i].documents);
    }
    expect_same_book(&a->total, &b->total);
}

#endif
