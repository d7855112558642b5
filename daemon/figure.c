#include "daemon/figure.h"

#include "daemon/figure_standing.h"
#include "daemon/json_figures.h"
#include "portfolio/decimal.h"

enum { MILLION = 1000000 };

subject subject_of_client(const portfolio *p, uint32_t client) {
    account *a = portfolio_account(p, client);
    portfolio_refresh(p, a);
    return (subject){.portfolio = p,
                     .ledger = &a->ledger,
                     .tally = &a->tally,
                     .account = a,
                     .client = client,
                     .next_end = a->next_end};
}

subject subject_of_book(const portfolio *p, const book *b) {
    return (subject){.portfolio = p,
                     .ledger = &b->ledger,
                     .tally = &b->tally,
                     .next_end = day_counts_first(&b->ends)};
}

subject subject_of_seller(const portfolio *p, const rep *r) {
    static const tally none;
    return (subject){.portfolio = p, .ledger = &r->sold, .tally = &none, .next_end = DAY_NONE};
}

static int64_t figure_of_day(day d) {
    return d == DAY_NONE ? FIGURE_NULL : d;
}

static int64_t potential_of(const subject *f) {
    bool known = f->account != NULL && f->account->profile.has_potential;
    return known ? f->account->profile.potential : FIGURE_NULL;
}

static day first_purchase(const subject *f) {
    return ledger_first_purchase(f->ledger, f->portfolio->rules->purchases_are_invoices);
}

static day last_purchase(const subject *f) {
    return ledger_last_purchase(f->ledger, f->portfolio->rules->purchases_are_invoices);
}

/* The average span between purchase days; a guess while there are few, of one client only. */
static int64_t cadence_of(const subject *f) {
    int64_t days = f->ledger->purchase_days;
    if (f->account == NULL || days == 0) {
        return FIGURE_NULL;
    }
    if (days < CADENCE_DAYS_MIN) {
        return (int64_t)CADENCE_UNKNOWN * MILLION;
    }
    return ratio_millionths((int64_t)last_purchase(f) - first_purchase(f), days - 1);
}

static int64_t evolution_of(const subject *f) {
    int64_t previous = f->ledger->revenue_previous;
    return previous <= 0 ? FIGURE_NULL
                         : ratio_millionths(f->ledger->trailing.revenue - previous, previous);
}

static int64_t conversion_of(const subject *f) {
    const tally *t = f->tally;
    return ratio_millionths(t->quotes_accepted,
                            t->quotes_accepted + t->quotes_declined + t->quotes_expired);
}

static int64_t share_of_revenue(const subject *f) {
    return ratio_millionths(f->ledger->trailing.revenue,
                            f->portfolio->total.ledger.trailing.revenue);
}

#define FIGURE(id, section, name, kind, expression)                \
    static int64_t value_of_##section##_##name(const subject *f) { \
        return (expression);                                       \
    }
#define FIGURE_WITHIN(id, section, group, name, kind, expression)            \
    static int64_t value_of_##section##_##group##_##name(const subject *f) { \
        return (expression);                                                 \
    }
#define FIGURE_ALONE(id, name, kind, expression)       \
    static int64_t value_of_##name(const subject *f) { \
        return (expression);                           \
    }
#include "daemon/figure.def"
#undef FIGURE
#undef FIGURE_WITHIN
#undef FIGURE_ALONE

static const figure rows[] = {
#define FIGURE(id, section, name, kind, expression)                 \
    {SECTION_##id,  #section "." #name,         NULL, #name, false, \
     FIGURE_##kind, value_of_##section##_##name},
#define FIGURE_WITHIN(id, section, group, name, kind, expression)               \
    {SECTION_##id,  #section "." #group "." #name,        #group, #name, false, \
     FIGURE_##kind, value_of_##section##_##group##_##name},
#define FIGURE_ALONE(id, name, kind, expression) \
    {SECTION_##id, #name, NULL, #name, true, FIGURE_##kind, value_of_##name},
#include "daemon/figure.def"
#undef FIGURE
#undef FIGURE_WITHIN
#undef FIGURE_ALONE
};

const figure *figure_row(size_t number) {
    return number < sizeof rows / sizeof rows[0] ? &rows[number] : NULL;
}

enum { CLASS_LETTERS = 7 };

int64_t class_figure(const char *letters) {
    uint64_t packed = 0;
    for (int i = 0; i < CLASS_LETTERS; i++) {
        packed = packed << 8 | (unsigned char)*letters;
        letters += *letters != '\0';
    }
    return (int64_t)packed;
}

static void write_class(json_writer *out, int64_t packed) {
    char letters[CLASS_LETTERS + 1] = "";
    for (int i = CLASS_LETTERS; i > 0; i--) {
        letters[i - 1] = (char)(packed & 0xff);
        packed >>= 8;
    }
    json_word(out, letters);
}

void figure_write(json_writer *out, const figure *row, const subject *f) {
    json_key(out, row->name);
    figure_write_value(out, row, f);
}

void figure_write_value(json_writer *out, const figure *row, const subject *f) {
    int64_t value = row->value(f);
    if (value == FIGURE_NULL) {
        json_nothing(out);
        return;
    }
    switch (row->kind) {
    case FIGURE_COUNT: json_whole(out, value); break;
    case FIGURE_AMOUNT:
        json_amount(out, value, currency_decimals(f->portfolio->rules->rates.base));
        break;
    case FIGURE_QUANTITY: json_quantity(out, value); break;
    case FIGURE_RATIO: json_ratio(out, value); break;
    case FIGURE_DATE: json_day(out, (day)value); break;
    case FIGURE_CLASS: write_class(out, value); break;
    case FIGURE_CELL: json_text(out, f->portfolio->rules->rfm->names[value]); break;
    }
}
