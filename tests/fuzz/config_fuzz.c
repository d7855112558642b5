/* config_fuzz.c - any bytes as a configuration: taken or refused, never both, and never half. */
#include <assert.h>
#include <stdlib.h>

#include "conf/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_complaint(const complaint *c) {
    size_t length = strnlen(c->text, COMPLAINT_SIZE);
    assert(length > 2 && length < COMPLAINT_SIZE && strncmp(c->text, "f:", 2) == 0);
    for (size_t i = 0; i < length; i++)
        assert((unsigned char)c->text[i] >= ' ' && c->text[i] != 0x7f);
}

static void check_rates(const rates *all) {
    for (size_t i = 0; i < all->count; i++) {
        const rate *row = &all->rows[i];
        assert(row->numerator > 0 && row->scale >= 0 && row->scale <= 12 && row->of != all->base);
        assert(i == 0 || row->of > row[-1].of ||
               (row->of == row[-1].of && row->from > row[-1].from));
    }
}

static void check_config(const config *c) {
    assert(c->state_dir[0] != '\0' && strlen(c->state_dir) <= STATE_DIR_BYTES_MAX);
    assert(c->quarantine_bytes <= c->map_bytes && c->decode.rates != &c->rules.rates);
    assert(c->decode.rates->base == c->rules.rates.base);
    assert(c->decode.rates->count == c->rules.rates.count);
    check_rates(c->decode.rates);
    for (size_t i = 1; i < c->rules.margin_rate_count; i++)
        assert(text_compare(c->rules.margin_rates[i - 1].category,
                            c->rules.margin_rates[i].category) < 0);
    for (size_t i = 0; i < c->feed_count; i++)
        assert(c->feeds[i].name != NULL && c->feeds[i].endpoint != NULL &&
               c->feeds[i].topic_count > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    config c = {0};
    complaint reterr = {{0}};
    if (!config_load_text("f", (const char *)data, size, &c, &reterr)) {
        check_complaint(&reterr);
        assert(c.memory == NULL);
        return 0;
    }
    assert(reterr.text[0] == '\0');
    check_config(&c);
    (void)config_fingerprint(&c);
    config_finish(&c);
    return 0;
}
