#include "ingest/event_batch.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/arena.h"

enum {
    FULL_ITEMS = 512,
    FULL_ARENA_BYTES = 4 << 20,
    KEPT_ITEMS = 4096, /* room kept by event_batch_clear, for items and for messages */
};

struct event_batch {
    arena arena;
    batch_item *items;
    size_t item_count, item_room;
    batch_message *messages;
    size_t message_count, message_room;
    batch_remark *remarks;
    size_t remark_count, remark_room;
    batch_standing *standings;
    size_t standing_count, standing_room;
};

event_batch *event_batch_create(void) {
    event_batch *self = calloc(1, sizeof *self);
    if (self != NULL) {
        arena_init(&self->arena);
    }
    return self;
}

void event_batch_destroy(event_batch *self) {
    if (self == NULL) {
        return;
    }
    arena_finish(&self->arena);
    free(self->items);
    free(self->messages);
    free(self->remarks);
    free(self->standings);
    free(self);
}

void event_batch_clear(event_batch *self) {
    arena_clear(&self->arena);
    self->item_count = 0;
    self->message_count = 0;
    self->remark_count = 0;
    self->standing_count = 0;
    if (self->item_room > KEPT_ITEMS) {
        free(self->items);
        self->items = NULL;
        self->item_room = 0;
    }
    if (self->message_room > KEPT_ITEMS) {
        free(self->messages);
        self->messages = NULL;
        self->message_room = 0;
    }
}

/* The array with twice the room. NULL: no memory, nothing changed. */
static void *doubled(void *items, size_t *room, size_t size) {
    size_t wanted = *room == 0 ? 64 : *room * 2;
    void *more = reallocarray(items, wanted, size);
    if (more != NULL) {
        *room = wanted;
    }
    return more;
}

static batch_message *open_message(event_batch *self) {
    assert(self->message_count > 0);
    return &self->messages[self->message_count - 1];
}

bool event_batch_open_message(event_batch *self, void *origin, text peer, bool delimited) {
    char *copy = NULL;
    if (peer.length > 0) {
        copy = event_batch_alloc(self, peer.length);
        if (copy == NULL) {
            return false;
        }
        memcpy(copy, peer.bytes, peer.length);
    }
    if (self->message_count == self->message_room) {
        batch_message *more = doubled(self->messages, &self->message_room, sizeof *more);
        if (more == NULL) {
            return false;
        }
        self->messages = more;
    }
    self->messages[self->message_count++] = (batch_message){
        .origin = origin,
        .peer = {copy, peer.length},
        .delimited = delimited,
        .first = (uint32_t)self->item_count,
    };
    return true;
}

void event_batch_set_feed(event_batch *self, text feed) {
    open_message(self)->feed = feed;
}

static bool copy_name(event_batch *self, text from, text *ret_copy) {
    char *copy = event_batch_alloc(self, from.length + 1);
    if (copy == NULL) {
        return false;
    }
    if (from.length > 0) {
        memcpy(copy, from.bytes, from.length);
    }
    *ret_copy = (text){copy, from.length};
    return true;
}

bool event_batch_add_remark(event_batch *self, const batch_remark *remark) {
    batch_remark kept = *remark;
    if (!copy_name(self, remark->source, &kept.source) ||
        !copy_name(self, remark->epoch, &kept.epoch)) {
        return false;
    }
    if (self->remark_count == self->remark_room) {
        batch_remark *more = doubled(self->remarks, &self->remark_room, sizeof *more);
        if (more == NULL) {
            return false;
        }
        self->remarks = more;
    }
    self->remarks[self->remark_count++] = kept;
    return true;
}

bool event_batch_add_standing(event_batch *self, const batch_standing *standing) {
    batch_standing kept = *standing;
    if (!copy_name(self, standing->source, &kept.source) ||
        !copy_name(self, standing->epoch, &kept.epoch) ||
        !copy_name(self, standing->feed, &kept.feed)) {
        return false;
    }
    if (self->standing_count == self->standing_room) {
        batch_standing *more = doubled(self->standings, &self->standing_room, sizeof *more);
        if (more == NULL) {
            return false;
        }
        self->standings = more;
    }
    self->standings[self->standing_count++] = kept;
    return true;
}

batch_item *event_batch_add(event_batch *self) {
    batch_message *message = open_message(self);
    if (self->item_count == self->item_room) {
        batch_item *more = doubled(self->items, &self->item_room, sizeof *more);
        if (more == NULL) {
            return NULL;
        }
        self->items = more;
    }
    batch_item *item = &self->items[self->item_count++];
    memset(item, 0, sizeof *item);
    item->message = (uint32_t)(self->message_count - 1);
    item->index = message->count++;
    return item;
}

void *event_batch_alloc(event_batch *self, size_t bytes) {
    return arena_alloc(&self->arena, bytes);
}

void event_batch_drop_item(event_batch *self) {
    batch_message *message = open_message(self);
    assert(message->count > 0);
    message->count--;
    self->item_count--;
}

void event_batch_drop_items(event_batch *self) {
    batch_message *message = open_message(self);
    self->item_count = message->first;
    message->count = 0;
}

void event_batch_drop_message(event_batch *self) {
    event_batch_drop_items(self);
    self->message_count--;
}

size_t event_batch_item_count(const event_batch *self) {
    return self->item_count;
}

batch_item *event_batch_item(event_batch *self, size_t i) {
    assert(i < self->item_count);
    return &self->items[i];
}

size_t event_batch_message_count(const event_batch *self) {
    return self->message_count;
}

const batch_message *event_batch_message(const event_batch *self, size_t m) {
    assert(m < self->message_count);
    return &self->messages[m];
}

size_t event_batch_remark_count(const event_batch *self) {
    return self->remark_count;
}

const batch_remark *event_batch_remark(const event_batch *self, size_t i) {
    assert(i < self->remark_count);
    return &self->remarks[i];
}

size_t event_batch_standing_count(const event_batch *self) {
    return self->standing_count;
}

const batch_standing *event_batch_standing(const event_batch *self, size_t i) {
    assert(i < self->standing_count);
    return &self->standings[i];
}

bool event_batch_full(const event_batch *self) {
    return self->item_count >= FULL_ITEMS || self->arena.used >= FULL_ARENA_BYTES;
}
