#include "ingest/feed_socket.h"

#include <errno.h>
#include <stdio.h>
#include <zmq.h>

#include "ingest/frames.h"
#include "portfolio/limits.h"

enum { FEED_QUEUE_MAX = 100000, FEED_SEND_MAX = 1000, FEED_KEY_SIZE = 160 };

bool feed_socket_init(feed_socket *self, void *context, const feed_settings *settings,
                      char error[static ENDPOINT_ERROR_SIZE]) {
    char key[FEED_KEY_SIZE];
    (void)snprintf(key, sizeof key, "feed %s", settings->name); /* cut: good enough to find it */
    const endpoint e = {
        .key = key,
        .address = settings->address,
        .bind = settings->bind,
        .receive_limit = FEED_QUEUE_MAX,
        .send_limit = FEED_SEND_MAX,
        .frame_bytes_max = 2 * (int64_t)MESSAGE_BYTES_MAX, /* refused in words up to here */
    };
    *self = (feed_socket){.settings = settings};
    self->socket = endpoint_open(context, ZMQ_SUB, &e, error);
    if (self->socket == NULL) {
        return false;
    }
    size_t subscribed = 0;
    for (size_t i = 0; i < settings->topic_count; i++) {
        const char *topic = settings->topics[i];
        subscribed += zmq_setsockopt(self->socket, ZMQ_SUBSCRIBE, topic, strlen(topic)) == 0;
    }
    static const char heartbeats[] = "feed.heartbeat";
    if (settings->replay != NULL && settings->topic_count > 0 && settings->topics[0][0] != '\0') {
        (void)zmq_setsockopt(self->socket, ZMQ_SUBSCRIBE, heartbeats, sizeof heartbeats - 1);
    }
    if (settings->topic_count == 0) {
        subscribed += zmq_setsockopt(self->socket, ZMQ_SUBSCRIBE, "", 0) == 0;
    }
    if (subscribed < (settings->topic_count == 0 ? 1 : settings->topic_count)) {
        (void)snprintf(error, ENDPOINT_ERROR_SIZE, "%s: cannot subscribe: %s", key,
                       zmq_strerror(errno));
        feed_socket_finish(self);
        return false;
    }
    return true;
}

void feed_socket_finish(feed_socket *self) {
    if (self->socket != NULL) {
        (void)zmq_close(self->socket); /* fails only on what is no socket */
        self->socket = NULL;
    }
}

static bool copy_text(event_batch *batch, text from, text *ret_copy) {
    char *copy = event_batch_alloc(batch, from.length > 0 ? from.length : 1);
    if (copy == NULL) {
        return false;
    }
    if (from.length > 0) {
        memcpy(copy, from.bytes, from.length);
    }
    *ret_copy = (text){copy, from.length};
    return true;
}

static bool refuse_frames(event_batch *batch, frames *message, text name_space) {
    char sentence[160];
    int length = snprintf(sentence, sizeof sentence,
                          "the message has %u frames; a feed sends [topic][body] or [body]. "
                          "Its second frame is kept here",
                          message->count);
    batch_item *item = event_batch_add(batch);
    if (item == NULL || length < 0) {
        return false;
    }
    item->outcome = OUTCOME_REJECTED;
    item->reason = REASON_NOT_AN_EVENT;
    item->name_space = name_space;
    return copy_text(batch, (text){sentence, (uint32_t)length}, &item->explanation) &&
           copy_text(batch, frames_at(message, 1), &item->raw);
}

static bool open_message(feed_socket *self, event_batch *batch) {
    if (!event_batch_open_message(batch, self, (text){0}, false)) {
        return false;
    }
    event_batch_set_feed(batch, text_of(self->settings->name));
    return true;
}

bool feed_socket_decode(feed_socket *self, event_decoder *decoder, event_batch *batch, text content,
                        bool *ret_heartbeat) {
    event heartbeat = {0};
    size_t before = event_batch_item_count(batch);
    if (!open_message(self, batch)) {
        return false;
    }
    bool taken = event_decode_message(decoder, content.bytes, content.length,
                                      self->settings->name_space, batch, &heartbeat);
    if (!taken || event_batch_item_count(batch) == before) {
        event_batch_drop_message(batch);
    }
    if (taken && heartbeat.has_sequence) {
        const batch_remark r = {.kind = REMARK_HEARTBEAT,
                                .source = heartbeat.source,
                                .epoch = heartbeat.epoch,
                                .feed = text_of(self->settings->name),
                                .sequence = heartbeat.sequence};
        taken = event_batch_add_remark(batch, &r);
        if (ret_heartbeat != NULL) {
            *ret_heartbeat = true;
        }
    }
    return taken;
}

static bool take_refused(feed_socket *self, event_batch *batch, frames *message) {
    if (!open_message(self, batch)) {
        return false;
    }
    if (!refuse_frames(batch, message, self->settings->name_space)) {
        event_batch_drop_message(batch);
        return false;
    }
    return true;
}

feed_taken feed_socket_take(feed_socket *self, event_decoder *decoder, event_batch *batch,
                            bool *ret_heartbeat) {
    frames message;
    *ret_heartbeat = false;
    switch (frames_receive(&message, self->socket)) {
    case RECEIVED_NOTHING: return FEED_EMPTY;
    case RECEIVED_ERROR: return FEED_ERROR;
    case RECEIVED_MESSAGE: break;
    }
    bool taken = message.count > 2
                     ? take_refused(self, batch, &message)
                     : feed_socket_decode(self, decoder, batch,
                                          frames_at(&message, message.count - 1), ret_heartbeat);
    frames_finish(&message);
    return taken ? FEED_TAKEN : FEED_LOST;
}

static bool copy_refused(event_batch *batch, const batch_item *from) {
    batch_item *item = event_batch_add(batch);
    if (item == NULL) {
        return false;
    }
    item->outcome = OUTCOME_REJECTED;
    item->reason = from->reason;
    item->name_space = from->name_space;
    item->event.type = from->event.type;
    item->event.sequence = from->event.sequence;
    item->event.has_sequence = from->event.has_sequence;
    return copy_text(batch, from->explanation, &item->explanation) &&
           copy_text(batch, from->raw, &item->raw) &&
           copy_text(batch, from->event.source, &item->event.source) &&
           copy_text(batch, from->event.epoch, &item->event.epoch) &&
           copy_text(batch, from->event.stamp.event_id, &item->event.stamp.event_id);
}

bool feed_socket_take_again(feed_socket *self, event_decoder *decoder, event_batch *from,
                            const batch_message *message, event_batch *to) {
    bool complete = true;
    for (uint32_t i = 0; i < message->count; i++) {
        const batch_item *item = event_batch_item(from, message->first + i);
        if (!open_message(self, to)) {
            return false;
        }
        bool copied = item->reason != REASON_NONE
                          ? copy_refused(to, item)
                          : event_decode_message(decoder, item->raw.bytes, item->raw.length,
                                                 self->settings->name_space, to, NULL);
        if (!copied) {
            event_batch_drop_message(to);
            complete = false;
        }
    }
    return complete;
}
