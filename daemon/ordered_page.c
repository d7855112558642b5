#include "daemon/ordered_page.h"

#include <stdlib.h>

/* Negative: a comes before b. */
static int compare_values(const ordered_page *self, const sort_value *a, const sort_value *b) {
    bool a_unknown = self->by_words ? a->words.length == 0 : a->number == FIGURE_NULL;
    bool b_unknown = self->by_words ? b->words.length == 0 : b->number == FIGURE_NULL;
    if (a_unknown || b_unknown) {
        return (int)a_unknown - (int)b_unknown;
    }
    int order = self->by_words ? text_compare(a->words, b->words)
                               : (a->number > b->number) - (a->number < b->number);
    return self->ascending ? order : -order;
}

static int compare(const ordered_page *self, const page_item *a, const page_item *b) {
    int order = compare_values(self, &a->value, &b->value);
    return order != 0 ? order : text_compare(a->id, b->id);
}

ordered_page *ordered_page_create(rpc_call *call, bool by_words, bool ascending) {
    ordered_page *self = malloc(sizeof *self);
    if (self == NULL) {
        rpc_refuse(call, RPC_FAILED, "the daemon has no memory for the answer");
        return NULL;
    }
    self->by_words = by_words;
    self->ascending = ascending;
    self->limit = (uint32_t)rpc_number(call, PARAM_LIMIT);
    self->count = 0;
    self->offered = 0;
    cursor after;
    if (!cursor_read(call, &self->room, &self->begins_after, &after)) {
        free(self);
        return NULL;
    }
    self->begin =
        (page_item){.value = {.number = after.number, .words = after.words}, .id = after.id};
    return self;
}

void ordered_page_destroy(ordered_page *self) {
    free(self);
}

static void swap(page_item *a, page_item *b) {
    page_item kept = *a;
    *a = *b;
    *b = kept;
}

/* The heap's top is the last of the page. */
static void sift_up(ordered_page *self, uint32_t at) {
    while (at > 0 && compare(self, &self->items[(at - 1) / 2], &self->items[at]) < 0) {
        swap(&self->items[(at - 1) / 2], &self->items[at]);
        at = (at - 1) / 2;
    }
}

static void sift_down(ordered_page *self, uint32_t count) {
    uint32_t at = 0;
    for (uint32_t child = 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && compare(self, &self->items[child], &self->items[child + 1]) < 0) {
            child++;
        }
        if (compare(self, &self->items[at], &self->items[child]) >= 0) {
            break;
        }
        swap(&self->items[at], &self->items[child]);
        at = child;
    }
}

void ordered_page_offer(ordered_page *self, const page_item *item) {
    if (self->begins_after && compare(self, item, &self->begin) <= 0) {
        return;
    }
    self->offered++;
    if (self->count < self->limit) {
        self->items[self->count++] = *item;
        sift_up(self, self->count - 1);
    } else if (compare(self, item, &self->items[0]) < 0) {
        self->items[0] = *item;
        sift_down(self, self->count);
    }
}

void ordered_page_sort(ordered_page *self) {
    for (uint32_t left = self->count; left > 1; left--) {
        swap(&self->items[0], &self->items[left - 1]);
        sift_down(self, left - 1);
    }
}

void ordered_page_write_cursor(const ordered_page *self, rpc_call *call, uint32_t told) {
    if (told == 0 || self->offered <= told) {
        cursor_write(call, NULL);
        return;
    }
    const page_item *last = &self->items[told - 1];
    cursor_write(call, &(cursor){last->value.number, last->value.words, last->id});
}
