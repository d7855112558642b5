#include "ingest/frames.h"

#include <errno.h>

/* 1 received, 0 nothing there, -1 error. */
static int receive_frame(zmq_msg_t *frame, void *socket) {
    for (;;) {
        if (zmq_msg_recv(frame, socket, ZMQ_DONTWAIT) >= 0) {
            return 1;
        }
        if (errno != EINTR) {
            return errno == EAGAIN ? 0 : -1;
        }
    }
}

received frames_receive(frames *self, void *socket) {
    self->count = 0;
    bool more = true;
    while (more) {
        bool keep = self->count < FRAMES_KEPT;
        zmq_msg_t extra;
        zmq_msg_t *frame = keep ? &self->kept[self->count] : &extra;
        (void)zmq_msg_init(frame); /* cannot fail */
        int got = receive_frame(frame, socket);
        if (got <= 0) {
            int problem = errno;
            (void)zmq_msg_close(frame);
            frames_finish(self);
            errno = problem;
            return got == 0 ? RECEIVED_NOTHING : RECEIVED_ERROR;
        }
        more = zmq_msg_more(frame) != 0;
        self->count += 1;
        if (!keep) {
            (void)zmq_msg_close(frame);
        }
    }
    return RECEIVED_MESSAGE;
}

void frames_finish(frames *self) {
    for (uint32_t i = 0; i < self->count && i < FRAMES_KEPT; i++) {
        (void)zmq_msg_close(&self->kept[i]);
    }
    self->count = 0;
}

text frames_at(frames *self, uint32_t i) {
    zmq_msg_t *frame = &self->kept[i];
    /* Below 4 GiB: the socket's ZMQ_MAXMSGSIZE sees to it. */
    return (text){zmq_msg_data(frame), (uint32_t)zmq_msg_size(frame)};
}

routed frames_routed(frames *self) {
    routed r = {.peer = frames_at(self, 0)};
    if (self->count == 2) {
        r.body = frames_at(self, 1);
        r.well_formed = true;
        return r;
    }
    r.delimited = self->count > 2 && frames_at(self, 1).length == 0;
    if (self->count == 3 && r.delimited) {
        r.body = frames_at(self, 2);
        r.well_formed = true;
    }
    return r;
}

static bool send_frame(void *socket, const char *bytes, size_t length, int flags) {
    int sent;
    do {
        sent = zmq_send(socket, bytes, length, flags | ZMQ_DONTWAIT);
    } while (sent < 0 && errno == EINTR);
    return sent >= 0;
}

bool routed_reply(void *socket, text peer, bool delimited, const char *bytes, size_t length) {
    return send_frame(socket, peer.bytes, peer.length, ZMQ_SNDMORE) &&
           (!delimited || send_frame(socket, "", 0, ZMQ_SNDMORE)) &&
           send_frame(socket, bytes, length, 0);
}
