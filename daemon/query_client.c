#include "daemon/figure_section.h"
#include "daemon/ordered_page.h"
#include "daemon/query.h"

bool query_client_get(rpc_call *call) {
    uint32_t client;
    if (!rpc_client(call, &client)) {
        return false;
    }
    subject f = subject_of_client(call->portfolio, client);
    json_writer *out = rpc_result(call);
    json_key(out, "client");
    json_text(out, portfolio_client_id(call->portfolio, client));
    sections_write(out, SECTIONS_ALL, &f);
    return true;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Letters and digits, and all bytes beyond ASCII. */
static bool is_of_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

static int lower(char c) {
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static bool begins(text whole, text start) {
    if (start.length > whole.length) {
        return false;
    }
    for (uint32_t i = 0; i < start.length; i++) {
        if (lower(whole.bytes[i]) != lower(start.bytes[i])) {
            return false;
        }
    }
    return true;
}

/* Whether a word of the name begins so; what begins so may go on beyond the word ("O'N"). */
static bool has_word(text name, text start) {
    for (uint32_t i = 0; i < name.length; i++) {
        bool first = i == 0 || !is_of_word(name.bytes[i - 1]);
        if (first && begins((text){name.bytes + i, name.length - i}, start)) {
            return true;
        }
    }
    return false;
}

/* Cuts the first word off the query; absent: there is none. */
static text next_word(text *query) {
    while (query->length > 0 && is_blank(*query->bytes)) {
        query->bytes++;
        query->length--;
    }
    text word = {query->bytes, 0};
    while (word.length < query->length && !is_blank(word.bytes[word.length])) {
        word.length++;
    }
    query->bytes += word.length;
    query->length -= word.length;
    return word;
}

static bool name_matches(text name, text query) {
    text word = next_word(&query);
    if (word.length == 0) {
        return false;
    }
    for (; word.length > 0; word = next_word(&query)) {
        if (!has_word(name, word)) {
            return false;
        }
    }
    return true;
}

static bool id_matches(text id, text query) {
    return id.length >= query.length && memcmp(id.bytes, query.bytes, query.length) == 0;
}

static void write_found(json_writer *out, const portfolio *p, uint32_t client) {
    const profile *of = &portfolio_account(p, client)->profile;
    json_open_object(out);
    json_key(out, "client");
    json_text(out, portfolio_client_id(p, client));
    json_key(out, "name");
    json_text_or_null(out, of->name);
    json_key(out, "rep");
    json_text_or_null(out, of->rep == NUMBER_NONE ? (text){NULL, 0}
                                                  : directory_name(&p->names.reps, of->rep));
    json_close_object(out);
}

bool query_client_search(rpc_call *call) {
    const portfolio *p = call->portfolio;
    text query = rpc_text(call, PARAM_QUERY);
    ordered_page *page = ordered_page_create(call, false, true);
    if (page == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < p->account_count; i++) {
        const account *a = portfolio_account(p, i);
        text id = portfolio_client_id(p, i);
        if (a->documents > 0 && (id_matches(id, query) || name_matches(a->profile.name, query))) {
            ordered_page_offer(page, &(page_item){.id = id, .number = i});
        }
    }
    ordered_page_sort(page);
    json_writer *out = rpc_result(call);
    json_key(out, "clients");
    json_open_array(out);
    for (uint32_t i = 0; i < page->count; i++) {
        write_found(out, p, page->items[i].number);
    }
    json_close_array(out);
    ordered_page_write_cursor(page, call, page->count);
    ordered_page_destroy(page);
    return true;
}
