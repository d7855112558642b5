/* replay_server.h - a publisher's replay endpoint: a thread that answers ICANHAZ from a replay_log (docs/feeds.md).
 *
 * Call    replay_server_keep before the event is published, so that whoever misses it can ask for it.
 * Errors  a sentence in `problem`, which the caller prints. */
#ifndef TOOLS_COMMON_REPLAY_SERVER_H
#define TOOLS_COMMON_REPLAY_SERVER_H

#include <pthread.h>
#include <stdatomic.h>

#include "tools/common/publisher.h"
#include "tools/common/replay_log.h"

enum { REPLAY_KEEP_DEFAULT = 10000000 };

typedef struct replay_server {
    replay_log log;
    pthread_mutex_t lock; /* of the log */
    pthread_t thread;
    void *context;
    void *socket; /* the thread's, once it is started */
    atomic_bool ending;
    bool started;
    int64_t heartbeat_ms; /* between heartbeats; 0: none */
    int64_t next_beat;
    char problem[256];
} replay_server;

/* Makes a context of its own and binds; call after any fork. Nothing is answered before replay_server_start.
 * false: `problem` says why; nothing is left open. */
bool replay_server_init(replay_server *self, const char *endpoint, uint64_t keep,
                        int64_t heartbeat_ms);
bool replay_server_start(replay_server *self);
void replay_server_finish(replay_server *self);

/* false: the log cannot be written; `problem` says why. */
bool replay_server_keep(replay_server *self, const char *topic, size_t topic_length,
                        const char *body, size_t body_length);
/* When it is due, publishes each source's heartbeat. The answer: milliseconds until the next; -1: there is none. */
int64_t replay_server_beat(replay_server *self, publisher *out);

#endif
