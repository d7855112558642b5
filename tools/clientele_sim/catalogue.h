/* catalogue.h - what the simulated company sells, to whom and through whom: its tables of words.
 *
 * Prices are in hundredths of the client's currency; all texts are plain UTF-8 that JSON need not
 * escape. */
#ifndef TOOLS_CLIENTELE_SIM_CATALOGUE_H
#define TOOLS_CLIENTELE_SIM_CATALOGUE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    CATALOGUE_CATEGORIES = 10,
    CATALOGUE_PER_CATEGORY = 16,
    CATALOGUE_PRODUCTS = CATALOGUE_CATEGORIES * CATALOGUE_PER_CATEGORY,
    CATALOGUE_SEGMENTS = 6,
    CATALOGUE_COUNTRIES = 8,
    CATALOGUE_TAGS = 6,
    CATALOGUE_SKU_SIZE = 8,
    CATALOGUE_NAME_SIZE = 64,
};

typedef struct product {
    char sku[CATALOGUE_SKU_SIZE]; /* "CAB-07" */
    uint8_t sku_length;
    uint8_t category;
    bool measured; /* sold by weight or length: quantities have decimals */
    int64_t price; /* of one unit */
    int64_t cost;  /* of one unit */
} product;

/* The same products for every seed: prices follow from the product's number. */
void catalogue_fill(product products[static CATALOGUE_PRODUCTS]);

const char *catalogue_category(uint32_t category);
const char *catalogue_segment(uint32_t segment);
const char *catalogue_country(uint32_t country);
const char *catalogue_tag(uint32_t tag);
/* A sales rep's id, "rep-claire" or, beyond the names, "rep-claire-2". */
void catalogue_rep(uint32_t rep, char out[static CATALOGUE_NAME_SIZE]);
/* A company's name, from any number. */
void catalogue_client_name(uint64_t seed, char out[static CATALOGUE_NAME_SIZE]);

#endif
