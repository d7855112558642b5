/* ordered_page.h - the first few of many, in order, without sorting them all: a bounded heap.
 *
 * Order   by number or by words, unknown ones (FIGURE_NULL, absent words) last in either direction; then by id bytes,
 *         ascending.
 * Cost    O(log limit) an offer, no allocation. */
#ifndef DAEMON_ORDERED_PAGE_H
#define DAEMON_ORDERED_PAGE_H

#include "daemon/figure_path.h"
#include "daemon/rpc_cursor.h"

typedef struct page_item {
    sort_value value;
    text id;
    uint32_t number; /* the caller's: a client, a rep */
} page_item;

typedef struct ordered_page {
    bool by_words;
    bool ascending;
    uint32_t limit;
    uint32_t count;
    uint64_t offered; /* all that come after the place where the page begins */
    bool begins_after;
    page_item begin; /* the last item of the page before */
    cursor_room room;
    page_item items[LIMIT_MOST];
} ordered_page;

/* Reads `limit` and `after`. NULL: refused. */
ordered_page *ordered_page_create(rpc_call *call, bool by_words, bool ascending);
void ordered_page_destroy(ordered_page *self); /* accepts NULL */

/* Takes the item if it belongs to the page. */
void ordered_page_offer(ordered_page *self, const page_item *item);
/* Puts the items in order. */
void ordered_page_sort(ordered_page *self);

/* `after` of an answer that told the first `told` items. */
void ordered_page_write_cursor(const ordered_page *self, rpc_call *call, uint32_t told);

#endif
