#include "tools/clientele_feed/reply.h"

static bool read_count(const json_t *root, const char *name, uint64_t *ret_count) {
    const json_t *value = json_object_get(root, name);
    if (!json_is_integer(value) || json_integer_value(value) < 0) {
        return false;
    }
    *ret_count = (uint64_t)json_integer_value(value);
    return true;
}

void reply_read(reply *ret_reply, const char *bytes, size_t length) {
    *ret_reply = (reply){.kind = REPLY_STRANGE};
    json_t *root = json_loadb(bytes, length, 0, NULL);
    const json_t *rejected = json_object_get(root, "rejected");
    ret_reply->root = root;
    if (json_object_get(root, "busy") != NULL) {
        ret_reply->kind = REPLY_BUSY;
    } else if (json_is_array(rejected) && read_count(root, "accepted", &ret_reply->accepted) &&
               read_count(root, "duplicate", &ret_reply->duplicate)) {
        ret_reply->kind = REPLY_RECEIPT;
        ret_reply->rejected = json_array_size(rejected);
    }
}

void reply_finish(reply *self) {
    json_decref(self->root);
    *self = (reply){.kind = REPLY_STRANGE};
}

static const char *text_or(const json_t *value, const char *otherwise) {
    const char *string = json_string_value(value);
    return string != NULL ? string : otherwise;
}

rejection reply_rejection(const reply *self, size_t at) {
    const json_t *entry = json_array_get(json_object_get(self->root, "rejected"), at);
    json_int_t index = json_integer_value(json_object_get(entry, "index"));
    return (rejection){
        .index = index < 0 ? 0 : (size_t)index,
        .id = text_or(json_object_get(entry, "id"), ""),
        .reason = text_or(json_object_get(entry, "reason"), "no reason given"),
    };
}
