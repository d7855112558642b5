/* config_check.c - whether the keys go together. */
#include "conf/config_read.h"

static bool check_rates(config_reader *self) {
    const char *base = currency_code(self->config.rules.rates.base);
    const yaml_node *node = self->rates_node;
    const yaml_node *own = node != NULL ? yaml_node_find(node, base) : NULL;
    return own == NULL ||
           config_complain(self, own->key,
                           "rates: %s is the base currency, which is always worth 1; remove it",
                           base);
}

/* A quarantine that was not asked for makes itself small in a small store. */
static bool check_store(config_reader *self) {
    config *c = &self->config;
    if (self->quarantine_node == NULL && c->quarantine_bytes > c->map_bytes / 4)
        c->quarantine_bytes = c->map_bytes / 4;
    return c->quarantine_bytes <= c->map_bytes ||
           config_complain(
               self, self->quarantine_node,
               "store.quarantine_size is larger than store.map_size; write at most half "
               "of it");
}

static bool add_own_socket(config_reader *self, const char *name, const char *where,
                           const yaml_node *node) {
    socket_use *use = &self->sockets[self->socket_count++];
    (void)snprintf(use->name, sizeof use->name, "%s", name);
    use->node = node;
    return address_parse(text_of(where), true, &use->address);
}

static bool refuse_collision(config_reader *self, const socket_use *a, const socket_use *b) {
    bool b_is_later =
        a->node == NULL ||
        (b->node != NULL && (b->node->line > a->node->line || (b->node->line == a->node->line &&
                                                               b->node->column > a->node->column)));
    const socket_use *later = b_is_later ? b : a;
    const socket_use *earlier = b_is_later ? a : b;
    return config_complain(self, later->node, "%s is the same endpoint as %s; give each its own",
                           later->name, earlier->name);
}

/* Feeds were added while they were read. */
static bool check_sockets(config_reader *self) {
    const config *c = &self->config;
    char admin[STATE_DIR_BYTES_MAX + 32];
    (void)snprintf(admin, sizeof admin, "ipc://%s/admin.sock", c->state_dir);
    if (!add_own_socket(self, "endpoints.query", c->query_endpoint, self->endpoint_nodes[0]) ||
        !add_own_socket(self, "endpoints.ingest", c->ingest_endpoint, self->endpoint_nodes[1]) ||
        !add_own_socket(self, "endpoints.publish", c->publish_endpoint, self->endpoint_nodes[2]) ||
        !add_own_socket(self, "the administration socket", admin, NULL))
        return config_no_memory(self);
    for (size_t i = 0; i < self->socket_count; i++) {
        for (size_t j = i + 1; j < self->socket_count; j++) {
            const socket_use *a = &self->sockets[i];
            const socket_use *b = &self->sockets[j];
            if (!(a->replay && b->replay) && address_collides(&a->address, &b->address))
                return refuse_collision(self, a, b);
        }
    }
    return true;
}

bool config_check(config_reader *self) {
    return check_rates(self) && config_check_segments(self) && config_check_actions(self) &&
           check_store(self) && check_sockets(self);
}
