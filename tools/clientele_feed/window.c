#include "tools/clientele_feed/window.h"

#include <assert.h>
#include <stdlib.h>

#include "tools/common/must.h"

static void queue_init(slot_queue *queue, uint32_t room) {
    *queue = (slot_queue){.slots = must_allocate(room, sizeof *queue->slots), .room = room};
}

static void queue_put(slot_queue *queue, uint32_t slot_number) {
    assert(queue->count < queue->room);
    queue->slots[(queue->first + queue->count++) % queue->room] = slot_number;
}

static uint32_t queue_take(slot_queue *queue) {
    assert(queue->count > 0);
    uint32_t taken = queue->slots[queue->first];
    queue->first = (queue->first + 1) % queue->room;
    queue->count--;
    return taken;
}

static slot *queue_head(const window *self, const slot_queue *queue) {
    return queue->count == 0 ? NULL : &self->slots[queue->slots[queue->first]];
}

void window_init(window *self, uint32_t size) {
    *self = (window){.slots = must_allocate(size, sizeof *self->slots), .size = size};
    queue_init(&self->unused, size);
    queue_init(&self->in_flight, size);
    queue_init(&self->again, size);
    for (uint32_t i = 0; i < size; i++) {
        queue_put(&self->unused, i);
    }
}

void window_finish(window *self) {
    for (uint32_t i = 0; i < self->size; i++) {
        message_finish(&self->slots[i].content);
    }
    free(self->slots);
    free(self->unused.slots);
    free(self->in_flight.slots);
    free(self->again.slots);
    *self = (window){0};
}

slot *window_open(window *self) {
    return self->unused.count == 0 ? NULL : &self->slots[queue_take(&self->unused)];
}

slot *window_next_again(window *self) {
    return queue_head(self, &self->again);
}

void window_sent(window *self, slot *sent) {
    if (sent == window_next_again(self)) {
        (void)queue_take(&self->again);
    }
    queue_put(&self->in_flight, (uint32_t)(sent - self->slots));
}

slot *window_oldest(window *self) {
    return queue_head(self, &self->in_flight);
}

void window_answered(window *self) {
    uint32_t done = queue_take(&self->in_flight);
    message_clear(&self->slots[done].content);
    queue_put(&self->unused, done);
}

void window_postponed(window *self) {
    queue_put(&self->again, queue_take(&self->in_flight));
}

void window_all_again(window *self) {
    /* Those postponed before were sent before: behind what is in flight they do no harm. */
    uint32_t postponed = self->again.count;
    while (self->in_flight.count > 0) {
        window_postponed(self);
    }
    for (uint32_t i = 0; i < postponed; i++) {
        queue_put(&self->again, queue_take(&self->again));
    }
}

static uint64_t queue_events(const window *self, const slot_queue *queue) {
    uint64_t events = 0;
    for (uint32_t i = 0; i < queue->count; i++) {
        events += self->slots[queue->slots[(queue->first + i) % queue->room]].content.count;
    }
    return events;
}

uint64_t window_events(const window *self) {
    return queue_events(self, &self->in_flight) + queue_events(self, &self->again);
}
