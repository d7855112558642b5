/* ordered_page_test.c - pages, one after the other by their cursors, are the whole list in order. */
#include "daemon/ordered_page.h"

#include <jansson.h>

#include "tests/unit/support/unit.h"

enum { ITEMS = 300 };

typedef struct sample {
    page_item items[ITEMS];
    char ids[ITEMS][8];
    char words[ITEMS][4];
} sample;

static bool by_words;
static bool ascending;

static int compare_unknown(const page_item *a, const page_item *b) {
    return by_words ? (a->value.words.length == 0) - (b->value.words.length == 0)
                    : (a->value.number == FIGURE_NULL) - (b->value.number == FIGURE_NULL);
}

/* The order by its definition. */
static int compare(const void *left, const void *right) {
    const page_item *a = left;
    const page_item *b = right;
    int order = compare_unknown(a, b);
    if (order == 0 && by_words)
        order = (ascending ? 1 : -1) * text_compare(a->value.words, b->value.words);
    if (order == 0 && !by_words && a->value.number != b->value.number)
        order = (a->value.number < b->value.number) == ascending ? -1 : 1;
    return order != 0 ? order : text_compare(a->id, b->id);
}

static void fill(sample *s, uint64_t *seed) {
    for (uint32_t i = 0; i < ITEMS; i++) {
        (void)snprintf(s->ids[i], sizeof s->ids[i], "C-%u", i * 7919 % ITEMS);
        (void)snprintf(s->words[i], sizeof s->words[i], "%d", (int)random_between(seed, 0, 20));
        int64_t number = random_between(seed, -5, 20);
        s->items[i] = (page_item){.id = text_of(s->ids[i]), .number = i};
        s->items[i].value.number = number == -5 ? FIGURE_NULL : number;
        s->items[i].value.words = s->words[i][0] == '7' ? (text){NULL, 0} : text_of(s->words[i]);
        if (!by_words)
            s->items[i].value.words = (text){NULL, 0};
        else
            s->items[i].value.number = 0;
    }
}

/* The cursor that the page writes, as text for the caller to free; NULL: the last page. */
static char *cursor_of(const ordered_page *page, rpc_call *call) {
    json_writer out;
    size_t length;
    json_writer_init(&out, 8192);
    call->out = &out;
    json_open_object(&out);
    ordered_page_write_cursor(page, call, page->count);
    json_close_object(&out);
    char *written = json_writer_take(&out, &length);
    json_t *value = json_loads(written, 0, NULL);
    const char *after = json_string_value(json_object_get(value, "after"));
    char *copy = after == NULL ? NULL : strdup(after);
    json_decref(value);
    free(written);
    return copy;
}

static rpc_call call_for(const rpc_method *method, char *after, int64_t limit) {
    rpc_call call = {.method = method};
    call.params.values[PARAM_LIMIT].number = limit;
    call.params.values[PARAM_ORDER].number = ascending;
    if (after != NULL)
        call.params.values[PARAM_AFTER] = (param_value){.given = true, .words = text_of(after)};
    return call;
}

static void expect_pages(int64_t limit, uint64_t *seed) {
    static sample s;
    const rpc_method method = {.name = "some.list"};
    fill(&s, seed);
    page_item sorted[ITEMS];
    memcpy(sorted, s.items, sizeof sorted);
    qsort(sorted, ITEMS, sizeof *sorted, compare);
    char *after = NULL;
    uint32_t told = 0;
    do {
        rpc_call call = call_for(&method, after, limit);
        ordered_page *page = ordered_page_create(&call, by_words, ascending);
        assert_non_null(page);
        for (uint32_t i = 0; i < ITEMS; i++)
            ordered_page_offer(page, &s.items[i]);
        ordered_page_sort(page);
        for (uint32_t i = 0; i < page->count; i++)
            assert_int_equal(page->items[i].number, sorted[told++].number);
        free(after);
        after = cursor_of(page, &call);
        ordered_page_destroy(page);
    } while (after != NULL);
    assert_int_equal(told, ITEMS);
}

static void test_pages_are_the_list(void **state) {
    (void)state;
    uint64_t seed = 3;
    for (int kind = 0; kind < 4; kind++) {
        by_words = kind & 1;
        ascending = kind & 2;
        expect_pages(1, &seed);
        expect_pages(7, &seed);
        expect_pages(ITEMS - 1, &seed);
        expect_pages(ITEMS, &seed);
        expect_pages(LIMIT_MOST, &seed);
    }
}

static void expect_no_cursor(const rpc_method *method, char *after, bool other_order) {
    rpc_call call = call_for(method, after, 10);
    call.params.values[PARAM_SORT].number = other_order;
    assert_null(ordered_page_create(&call, false, false));
    assert_int_equal(call.code, RPC_BAD_PARAMETER);
    assert_non_null(strstr(call.message, "`after`"));
}

static void test_other_cursors_are_refused(void **state) {
    (void)state;
    const rpc_method method = {.name = "some.list"};
    const rpc_method other = {.name = "other.list"};
    by_words = ascending = false;
    rpc_call call = call_for(&method, NULL, 1);
    ordered_page *page = ordered_page_create(&call, false, false);
    ordered_page_offer(page, &(page_item){.value = {.number = 5}, .id = {"C-1", 3}});
    ordered_page_offer(page, &(page_item){.value = {.number = 4}, .id = {"C-2", 3}});
    char *after = cursor_of(page, &call);
    ordered_page_destroy(page);
    expect_no_cursor(&other, after, false);
    expect_no_cursor(&method, after, true);
    size_t length = strlen(after);
    for (size_t i = 0; i < length; i++) { /* no digit can be changed, nor the text cut */
        char kept = after[i];
        after[i] = kept == '0' ? '1' : '0';
        expect_no_cursor(&method, after, false);
        after[i] = '\0';
        expect_no_cursor(&method, after, false);
        after[i] = kept;
    }
    free(after);
    char wrong[][8] = {"x", "zz", "00", "ABCDEF"};
    for (size_t i = 0; i < 4; i++)
        expect_no_cursor(&method, wrong[i], false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages_are_the_list),
        cmocka_unit_test(test_other_cursors_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
