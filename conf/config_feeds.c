/* config_feeds.c - `feeds`. */
#include "conf/config_read.h"
#include "portfolio/limits.h"

enum { FEED_NAME_BYTES_MAX = 64, TOPICS_MAX = 256, TOPIC_BYTES_MAX = 255 };

static const char name_letters[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

bool config_read_feed_name(config_reader *self, const yaml_node *value) {
    text name;
    if (!config_want_text(self, value, 1, FEED_NAME_BYTES_MAX, &name))
        return false;
    if (strspn(name.bytes, name_letters) != name.length)
        return config_refuse(self, value);
    self->feed->name = name.bytes;
    return true;
}

bool config_read_feed_connect(config_reader *self, const yaml_node *value) {
    self->feed_connect = value;
    return config_want_endpoint(self, value, false, &self->feed->endpoint);
}

bool config_read_feed_bind(config_reader *self, const yaml_node *value) {
    self->feed_bind = value;
    self->feed->bind = true;
    return config_want_endpoint(self, value, true, &self->feed->endpoint);
}

bool config_read_feed_replay(config_reader *self, const yaml_node *value) {
    self->feed_replay = value;
    return config_want_endpoint(self, value, false, &self->feed->replay);
}

bool config_read_feed_namespace(config_reader *self, const yaml_node *value) {
    text name_space;
    if (!config_want_text(self, value, 0, NAMESPACE_BYTES_MAX, &name_space))
        return false;
    self->feed->name_space = name_space.length > 0 ? name_space : (text){NULL, 0};
    return true;
}

bool config_read_feed_topics(config_reader *self, const yaml_node *value) {
    if (!config_want_list(self, value, TOPICS_MAX))
        return false;
    const char **topics = config_memory_take(self->memory, value->count, sizeof *topics);
    if (topics == NULL)
        return config_no_memory(self);
    size_t count = 0;
    for (const yaml_node *one = value->first; one != NULL; one = one->next) {
        text topic;
        if (!config_want_text(self, one, 0, TOPIC_BYTES_MAX, &topic))
            return false;
        topics[count++] = topic.bytes;
    }
    self->feed->topics = topics;
    self->feed->topic_count = count;
    return true;
}

static bool add_socket(config_reader *self, const yaml_node *node, bool bound, bool replay) {
    socket_use *use = &self->sockets[self->socket_count++];
    (void)snprintf(use->name, sizeof use->name, "%s of the feed %s",
                   replay  ? "replay"
                   : bound ? "bind"
                           : "connect",
                   self->feed->name);
    use->replay = replay;
    use->node = node;
    return address_parse(node->scalar, bound, &use->address) || config_refuse(self, node);
}

/* What a feed must have, once all its keys are read. */
static bool complete_feed(config_reader *self, const yaml_node *node) {
    feed_config *feed = self->feed;
    if (feed->name == NULL)
        return config_complain(self, node,
                               "feeds: a feed lacks `name`; write for instance name: billing");
    if (feed->endpoint == NULL)
        return config_complain(
            self, node,
            "feeds: %s has no endpoint; write connect: tcp://host:port, or bind:", feed->name);
    if (self->feed_connect != NULL && self->feed_bind != NULL)
        return config_complain(self, self->feed_bind->key,
                               "feeds: %s has both `connect` and `bind`; keep one of them",
                               feed->name);
    for (const feed_config *other = self->config.feeds; other < feed; other++)
        if (strcmp(other->name, feed->name) == 0)
            return config_complain(self, yaml_node_find(node, "name"),
                                   "feeds: the name %s is taken by an earlier feed; write another",
                                   feed->name);
    if (feed->topic_count == 0) {
        feed->topics = config_memory_take(self->memory, 1, sizeof *feed->topics);
        if (feed->topics == NULL)
            return config_no_memory(self);
        feed->topics[0] = "";
        feed->topic_count = 1;
    }
    return (self->feed_connect == NULL || add_socket(self, self->feed_connect, false, false)) &&
           (self->feed_bind == NULL || add_socket(self, self->feed_bind, true, false)) &&
           (self->feed_replay == NULL || add_socket(self, self->feed_replay, false, true));
}

bool config_read_feeds(config_reader *self, const yaml_node *value) {
    if (!config_want_list(self, value, FEEDS_MAX))
        return false;
    config *c = &self->config;
    c->feeds = config_memory_take(self->memory, value->count, sizeof *c->feeds);
    if (c->feeds == NULL)
        return config_no_memory(self);
    for (const yaml_node *one = value->first; one != NULL; one = one->next) {
        if (one->kind != YAML_MAPPING)
            return config_complain(self, one,
                                   "feeds: a feed is no mapping; write {name: billing, connect: "
                                   "\"tcp://host:5581\"}");
        self->feed = &c->feeds[c->feed_count++];
        self->feed_connect = NULL;
        self->feed_bind = NULL;
        self->feed_replay = NULL;
        if (!config_read_section(self, one, "feeds[]") || !complete_feed(self, one))
            return false;
    }
    return true;
}
