#include "tools/clientele_sim/catalogue.h"

#include <stdio.h>
#include <string.h>

#include "tools/clientele_sim/dice.h"

#define COUNT_OF(table) ((uint32_t)(sizeof(table) / sizeof((table)[0])))

typedef struct category {
    const char *name;
    const char *prefix;
    int32_t price_low; /* hundredths */
    int32_t price_high;
    int32_t margin_low; /* percent of the price */
    int32_t margin_high;
    bool measured;
} category;

static const category categories[CATALOGUE_CATEGORIES] = {
    {"Adhesives", "ADH", 390, 4900, 35, 55, false},
    {"Bearings", "BEA", 850, 18900, 22, 38, false},
    {"Cables", "CAB", 60, 1450, 18, 34, true},
    {"Coatings", "COA", 980, 7600, 28, 46, true},
    {"Fasteners", "FAS", 15, 890, 40, 62, false},
    {"Hand tools", "HAN", 690, 12900, 30, 48, false},
    {"Hydraulics", "HYD", 2900, 145000, 20, 36, false},
    {"Power tools", "POW", 4900, 68900, 12, 26, false},
    {"Safety", "SAF", 290, 15900, 32, 58, false},
    {"Sheet metal", "SHE", 1200, 23900, 8, 19, true},
};

static const char *const segments[CATALOGUE_SEGMENTS] = {"Crafts", "Construction", "Industry",
                                                         "Public", "Retail",       "Agriculture"};
static const char *const countries[CATALOGUE_COUNTRIES] = {"FR", "FR", "FR", "BE",
                                                           "DE", "CH", "ES", "IT"};
static const char *const tags[CATALOGUE_TAGS] = {"vip",    "fair-2023", "newsletter",
                                                 "tender", "webshop",   "slow payer"};
static const char *const reps[] = {"anna",   "bruno",  "claire",  "denis",  "elsa",   "farid",
                                   "gilles", "helene", "ines",    "jerome", "karine", "luc",
                                   "marta",  "nadia",  "olivier", "paula"};
static const char *const trades[] = {"Atelier",        "Garage",     "Menuiserie",  "Serrurerie",
                                     "Établissements", "Maison",     "Chantiers",   "Électricité",
                                     "Plomberie",      "Charpentes", "Domaine",     "Imprimerie",
                                     "Fonderie",       "Tôlerie",    "Carrosserie", "Mécanique"};
static const char *const families[] = {
    "Aubert",  "Bélanger", "Caron",   "Delmas",  "Estève",  "Fabre",   "Garnier",  "Hébrard",
    "Imbert",  "Jacquet",  "Keller",  "Lefèvre", "Marchal", "Noël",    "Olivieri", "Périer",
    "Quentin", "Roussel",  "Schmitt", "Tissier", "Urbain",  "Vasseur", "Weber",    "Zanetti"};
static const char *const endings[] = {"",      " & Fils", " SARL", " SA",      " Frères",
                                      " GmbH", " Nord",   " Sud",  " Services"};

void catalogue_fill(product products[static CATALOGUE_PRODUCTS]) {
    dice chance;
    dice_init(&chance, 20, 24);
    for (uint32_t i = 0; i < CATALOGUE_PRODUCTS; i++) {
        const category *of = &categories[i / CATALOGUE_PER_CATEGORY];
        product *made = &products[i];
        *made =
            (product){.category = (uint8_t)(i / CATALOGUE_PER_CATEGORY), .measured = of->measured};
        int written = snprintf(made->sku, sizeof made->sku, "%s-%02u", of->prefix,
                               (unsigned)(i % CATALOGUE_PER_CATEGORY + 1) % 100);
        made->sku_length = (uint8_t)written;
        made->price = dice_between(&chance, of->price_low, of->price_high);
        made->cost =
            made->price * (100 - dice_between(&chance, of->margin_low, of->margin_high)) / 100;
    }
}

const char *catalogue_category(uint32_t number) {
    return categories[number].name;
}

const char *catalogue_segment(uint32_t segment) {
    return segments[segment];
}

const char *catalogue_country(uint32_t country) {
    return countries[country];
}

const char *catalogue_tag(uint32_t tag) {
    return tags[tag];
}

void catalogue_rep(uint32_t rep, char out[static CATALOGUE_NAME_SIZE]) {
    const char *name = reps[rep % COUNT_OF(reps)];
    if (rep < COUNT_OF(reps)) {
        (void)snprintf(out, CATALOGUE_NAME_SIZE, "rep-%s", name);
    } else {
        (void)snprintf(out, CATALOGUE_NAME_SIZE, "rep-%s-%u", name, rep / COUNT_OF(reps) + 1);
    }
}

void catalogue_client_name(uint64_t seed, char out[static CATALOGUE_NAME_SIZE]) {
    dice chance;
    dice_init(&chance, seed, 1);
    const char *trade = trades[dice_below(&chance, COUNT_OF(trades))];
    const char *family = families[dice_below(&chance, COUNT_OF(families))];
    const char *ending = endings[dice_below(&chance, COUNT_OF(endings))];
    (void)snprintf(out, CATALOGUE_NAME_SIZE, "%s %s%s", trade, family, ending);
}
