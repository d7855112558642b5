#include "daemon/document_place.h"

#include "daemon/rpc_cursor.h"

bool document_place_read(rpc_call *call, indexed_document *ret) {
    cursor_room room;
    cursor after;
    bool given;
    *ret = (indexed_document){.date = DAY_NONE};
    if (!cursor_read(call, &room, &given, &after)) {
        return false;
    }
    if (given && document_kind_find(after.words, &ret->kind) && after.id.length <= sizeof ret->id) {
        ret->date = (day)after.number;
        memcpy(ret->id, after.id.bytes, after.id.length);
        ret->id_length = after.id.length;
    }
    return true;
}

void document_place_write(rpc_call *call, const indexed_document *at, bool more) {
    cursor last = {.number = at->date,
                   .words = text_of(document_kind_name(at->kind)),
                   .id = {at->id, at->id_length}};
    cursor_write(call, more ? &last : NULL);
}
