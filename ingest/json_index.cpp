#include "ingest/json_index.h"

#include <memory>
#include <new>

// The library's own templates do not keep our warnings.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <simdjson.h>
#pragma GCC diagnostic pop

// Room kept between messages; a longer message gets its own, given back with the next short one.
static constexpr size_t kept_bytes = size_t{1} << 20;

struct json_index {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
    size_t room = 0;
};

static bool make_room(json_index *self, size_t length) {
    if (self->room >= length && (self->room <= kept_bytes || length > kept_bytes)) {
        return true;
    }
    const size_t wanted = length > kept_bytes ? length : kept_bytes;
    self->room = 0;
    if (self->parser->set_capacity(wanted) != simdjson::SUCCESS) {
        return false;
    }
    self->room = wanted;
    return true;
}

json_index *json_index_create(void) {
    try {
        auto self = std::make_unique<json_index>();
        // Depth belongs to the stage that is not used.
        const simdjson::error_code made =
            simdjson::get_active_implementation()->create_dom_parser_implementation(kept_bytes, 1,
                                                                                    self->parser);
        if (made != simdjson::SUCCESS) {
            return nullptr;
        }
        self->room = kept_bytes;
        return self.release();
    } catch (...) {
        return nullptr;
    }
}

void json_index_destroy(json_index *self) {
    delete self;
}

static json_index_status status_of(simdjson::error_code error) {
    switch (static_cast<int>(error)) {
    case simdjson::SUCCESS: return JSON_INDEX_OK;
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC: return JSON_INDEX_NO_MEMORY;
    case simdjson::EMPTY: return JSON_INDEX_EMPTY;
    case simdjson::UTF8_ERROR: return JSON_INDEX_NOT_UTF8;
    case simdjson::UNCLOSED_STRING: return JSON_INDEX_OPEN_STRING;
    case simdjson::UNESCAPED_CHARS: return JSON_INDEX_CONTROL_CHARACTER;
    default: return JSON_INDEX_UNREADABLE;
    }
}

json_index_status json_index_read(json_index *self, const char *bytes, size_t length,
                                  const uint32_t **ret_offsets, uint32_t *ret_count) {
    if (length == 0) {
        return JSON_INDEX_EMPTY;
    }
    try {
        if (!make_room(self, length)) {
            return JSON_INDEX_NO_MEMORY;
        }
        const json_index_status status = status_of(self->parser->stage1(
            reinterpret_cast<const uint8_t *>(bytes), length, simdjson::stage1_mode::regular));
        if (status != JSON_INDEX_OK) {
            return status;
        }
        // The library leaves room for more than one offset per byte.
        self->parser->structural_indexes[self->parser->n_structural_indexes] =
            static_cast<uint32_t>(length);
        *ret_offsets = self->parser->structural_indexes.get();
        *ret_count = self->parser->n_structural_indexes;
        return JSON_INDEX_OK;
    } catch (...) {
        return JSON_INDEX_NO_MEMORY;
    }
}
