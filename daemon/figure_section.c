#include "daemon/figure_section.h"

#include <stdlib.h>

#include "daemon/json_figures.h"
#include "daemon/lifecycle_section.h"

typedef struct section_row {
    const char *name;
    void (*write)(json_writer *out, section s, const subject *f);
} section_row;

/* Ends the object of one group and begins that of the next; NULL: none. */
static void change_group(json_writer *out, const char **group, const char *next) {
    if (*group == next) {
        return;
    }
    if (*group != NULL) {
        json_close_object(out);
    }
    if (next != NULL) {
        json_key(out, next);
        json_open_object(out);
    }
    *group = next;
}

/* The section's figures: in an object of its name, or by themselves. */
static void write_figures(json_writer *out, section s, const subject *f) {
    const figure *row;
    size_t number = 0;
    while ((row = figure_row(number)) != NULL && row->section != s) {
        number++;
    }
    bool alone = row == NULL || row->alone;
    if (!alone) {
        json_key(out, section_name(s));
        json_open_object(out);
    }
    const char *group = NULL;
    for (; (row = figure_row(number)) != NULL && row->section == s; number++) {
        if (row->group == NULL || group == NULL || strcmp(row->group, group) != 0) {
            change_group(out, &group, row->group);
        }
        figure_write(out, row, f);
    }
    change_group(out, &group, NULL);
    if (!alone) {
        json_close_object(out);
    }
}

static void write_member(json_writer *out, const char *name, text value) {
    json_key(out, name);
    json_text_or_null(out, value);
}

/* What the record says of a client; nothing of a portfolio. */
static void write_profile(json_writer *out, section s, const subject *f) {
    if (f->account == NULL) {
        return;
    }
    const profile *p = &f->account->profile;
    const text nobody = {NULL, 0};
    write_member(out, "name", p->name);
    write_member(out, "rep",
                 p->rep == NUMBER_NONE ? nobody
                                       : directory_name(&f->portfolio->names.reps, p->rep));
    write_member(out, "segment", p->segment);
    write_member(out, "country", p->country);
    json_key(out, "relationship");
    json_word(out, p->abandoned ? "abandoned" : "active");
    write_figures(out, s, f);
    json_key(out, "tags");
    json_open_array(out);
    for (uint32_t i = 0; i < p->tag_count; i++) {
        json_text(out, p->tags[i]);
    }
    json_close_array(out);
}

typedef struct product {
    const category_sums *sums;
    text name;
} product;

/* The greater trailing revenue first, then the category's bytes. */
static int compare_products(const void *left, const void *right) {
    const product *a = left;
    const product *b = right;
    int64_t ra = a->sums->trailing.revenue;
    int64_t rb = b->sums->trailing.revenue;
    return ra != rb ? (ra < rb) - (ra > rb) : text_compare(a->name, b->name);
}

static void write_amounts(json_writer *out, const char *name, int64_t total, int64_t trailing,
                          int decimals) {
    json_key(out, name);
    json_open_object(out);
    json_key(out, "total");
    json_amount(out, total, decimals);
    json_key(out, "trailing_12m");
    json_amount(out, trailing, decimals);
    json_close_object(out);
}

void product_write(json_writer *out, text name, const category_sums *s, int decimals) {
    json_key(out, "category");
    json_text(out, name);
    write_amounts(out, "revenue", s->total.revenue, s->trailing.revenue, decimals);
    json_key(out, "quantity");
    json_open_object(out);
    json_key(out, "total");
    json_quantity(out, s->total.quantity);
    json_key(out, "trailing_12m");
    json_quantity(out, s->trailing.quantity);
    json_close_object(out);
    write_amounts(out, "margin", s->total.margin, s->trailing.margin, decimals);
}

static void write_products(json_writer *out, section s, const subject *f) {
    enum { PRODUCTS_FEW = 32 };
    product few[PRODUCTS_FEW];
    uint32_t count = f->ledger->category_count;
    product *products = count <= PRODUCTS_FEW ? few : malloc(count * sizeof *products);
    if (products == NULL) {
        out->trouble = JSON_NO_MEMORY;
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        const category_sums *c = &f->ledger->categories[i];
        products[i] = (product){c, directory_name(&f->portfolio->names.categories, c->category)};
    }
    qsort(products, count, sizeof *products, compare_products);
    int decimals = currency_decimals(f->portfolio->rules->rates.base);
    json_key(out, section_name(s));
    json_open_array(out);
    for (uint32_t i = 0; i < count; i++) {
        json_open_object(out);
        product_write(out, products[i].name, products[i].sums, decimals);
        json_close_object(out);
    }
    json_close_array(out);
    if (products != few) {
        free(products);
    }
}

static const section_row rows[] = {
#define SECTION(id, name, write) {name, write},
#include "daemon/section.def"
#undef SECTION
};

const char *section_name(size_t number) {
    return number < SECTION_COUNT ? rows[number].name : NULL;
}

void sections_write(json_writer *out, section_set which, const subject *f) {
    for (section s = 0; s < SECTION_COUNT; s++) {
        if ((which & section_bit(s)) != 0) {
            rows[s].write(out, s, f);
        }
    }
}
