#include "tools/clientele/listing.h"
#include "tools/common/must.h"

#include <stdlib.h>

enum { PAGE_ROWS_MAX = 1000, ROWS_BY_DEFAULT = 50 };

typedef struct paging {
    session *session;
    const paged_query *query;
    json_t *params;
    json_int_t wanted; /* rows still wanted; negative: all */
    listing *list;     /* made with the first answer; JSON has none */
    json_t *whole;     /* JSON: the first page's result, grown by the others' rows */
    size_t row_count;
    json_int_t first_commit;
    bool commits_differ;
} paging;

static void set_page_size(paging *p) {
    json_int_t size = p->wanted < 0 || p->wanted > PAGE_ROWS_MAX ? PAGE_ROWS_MAX : p->wanted;
    (void)json_object_set_new(p->params, "limit", json_integer(size));
}

static void take_rows(paging *p, json_t *result, json_t *rows) {
    const paged_query *q = p->query;
    if (!p->session->json) {
        size_t index = 0;
        const json_t *row = NULL;
        if (p->list == NULL) {
            p->list = listing_create(p->session, q->columns, q->column_count, q->sorted_by, 0);
        }
        json_array_foreach(rows, index, row) {
            listing_add(p->list, row);
        }
        listing_flush(p->list);
    } else if (p->whole == NULL) {
        p->whole = json_incref(result);
    } else {
        (void)json_array_extend(json_object_get(p->whole, q->array), rows);
        (void)json_object_set(p->whole, "after", json_object_get(result, "after"));
    }
}

static void watch_commit(paging *p, const json_t *result, bool first) {
    json_int_t commit = json_integer_value(json_object_get(result, "commit"));
    if (first) {
        p->first_commit = commit;
    } else if (commit != p->first_commit) {
        p->commits_differ = true;
    }
}

/* What the reader must know beside the rows: on standard error where the output is data. */
static void say_rest(paging *p, const json_t *result, bool more) {
    json_int_t total = json_integer_value(json_object_get(result, "total"));
    bool as_table = !p->session->csv && !p->session->json;
    if (p->row_count == 0 && as_table) {
        session_line(p->session, TONE_FAINT, p->query->nobody);
    }
    char *rest = NULL;
    if (more && total > 0) {
        rest =
            must_print("%zu of %lld; --limit N or --all for more", p->row_count, (long long)total);
    } else if (more) {
        rest = must_print("the first %zu; --limit N or --all for more", p->row_count);
    }
    if (rest != NULL && as_table) {
        session_line(p->session, TONE_FAINT, rest);
    } else if (rest != NULL && p->session->csv) {
        complain("%s", rest);
    }
    free(rest);
    if (p->commits_differ) {
        complain("figures changed between the pages (first commit %lld): rows may be missing or "
                 "twice",
                 (long long)p->first_commit);
    }
}

/* Asks one page. *ret_more: the list goes on and more is wanted. */
static int next_page(paging *p, bool first, bool *ret_more) {
    json_t *result = NULL;
    set_page_size(p);
    int code = session_ask(p->session, p->query->method, json_incref(p->params), &result);
    if (code != EXIT_DONE) {
        return code;
    }
    json_t *rows = json_object_get(result, p->query->array);
    json_t *after = json_object_get(result, "after");
    if (!json_is_array(rows)) {
        complain("what answers at %s is not clienteled: no list of %s", p->session->endpoint,
                 p->query->array);
        json_decref(result);
        return EXIT_UNREACHABLE;
    }
    size_t count = json_array_size(rows);
    p->row_count += count;
    if (p->wanted >= 0) {
        p->wanted = p->wanted > (json_int_t)count ? p->wanted - (json_int_t)count : 0;
    }
    watch_commit(p, result, first);
    bool moved = json_equal(after, json_object_get(p->params, "after")) == 0;
    bool goes_on = json_is_string(after) && count > 0 && moved;
    if (goes_on) {
        (void)json_object_set(p->params, "after", after);
    }
    *ret_more = goes_on && p->wanted != 0;
    take_rows(p, result, rows);
    if (!*ret_more) {
        say_rest(p, result, goes_on);
    }
    json_decref(result);
    return EXIT_DONE;
}

int paged_show(session *s, const paged_query *query, json_t *params) {
    bool all = argument_value(&s->arguments, "all") != NULL;
    paging p = {
        .session = s,
        .query = query,
        .params = params,
        .wanted = all ? -1 : argument_number(&s->arguments, "limit", ROWS_BY_DEFAULT),
    };
    bool more = true;
    int code = EXIT_DONE;
    for (bool first = true; code == EXIT_DONE && more; first = false) {
        code = next_page(&p, first, &more);
    }
    if (p.whole != NULL && code == EXIT_DONE) {
        session_print_json(s, p.whole, false);
    }
    json_decref(p.whole);
    json_decref(p.params);
    listing_end(p.list);
    return code;
}
