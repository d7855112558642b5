/* yaml_node_test.c - shapes, places, and every kind of text that is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "conf/yaml_node.h"

static config_memory *memory;

static int make_memory(void **state) {
    (void)state;
    memory = config_memory_create();
    return memory == NULL;
}

static int free_memory(void **state) {
    (void)state;
    config_memory_destroy(memory);
    return 0;
}

static const yaml_node *must_read(const char *yaml) {
    const yaml_node *root = NULL;
    complaint c = {{0}};
    if (!yaml_node_read("f", yaml, strlen(yaml), memory, &root, &c))
        fail_msg("%s", c.text);
    return root;
}

static void expect_refused_bytes(const char *bytes, size_t length, const char *expected) {
    const yaml_node *root = NULL;
    complaint c = {{0}};
    assert_false(yaml_node_read("f", bytes, length, memory, &root, &c));
    assert_null(root);
    if (strncmp(c.text, expected, strlen(expected)) != 0)
        fail_msg("complaint `%s` does not begin with `%s`", c.text, expected);
}

static void expect_refused(const char *yaml, const char *expected) {
    expect_refused_bytes(yaml, strlen(yaml), expected);
}

static void expect_node(const yaml_node *node, yaml_kind kind, uint32_t line, uint32_t column) {
    assert_non_null(node);
    assert_int_equal(node->kind, kind);
    assert_int_equal(node->line, line);
    assert_int_equal(node->column, column);
}

static void test_shapes_and_places(void **state) {
    (void)state;
    const yaml_node *root = must_read("# comment\n"
                                      "a: x\n"
                                      "b: [1, \"two\", {c: d}]\n"
                                      "é: ü\n"
                                      "e:\n"
                                      "  - f:  g\n");
    expect_node(root, YAML_MAPPING, 2, 1);
    assert_int_equal(root->count, 4);
    const yaml_node *a = yaml_node_find(root, "a");
    expect_node(a, YAML_SCALAR, 2, 4);
    assert_string_equal(a->scalar.bytes, "x");
    assert_false(a->quoted);
    const yaml_node *b = yaml_node_find(root, "b");
    expect_node(b, YAML_LIST, 3, 4);
    assert_int_equal(b->count, 3);
    expect_node(b->first->next, YAML_SCALAR, 3, 8);
    assert_true(b->first->next->quoted);
    expect_node(b->first->next->next, YAML_MAPPING, 3, 15);
    assert_string_equal(yaml_node_find(b->first->next->next, "c")->scalar.bytes, "d");
    assert_null(b->first->next->next->next);
    const yaml_node *accented = yaml_node_find(root, "é");
    expect_node(accented, YAML_SCALAR, 4, 4); /* characters, not bytes */
    assert_int_equal(accented->scalar.length, 2);
    const yaml_node *e = yaml_node_find(root, "e");
    expect_node(e->first, YAML_MAPPING, 6, 5);
    expect_node(e->first->first->key, YAML_SCALAR, 6, 5);
    expect_node(e->first->first, YAML_SCALAR, 6, 9);
    assert_null(yaml_node_find(root, "z"));
}

static void test_empty_texts(void **state) {
    (void)state;
    assert_null(must_read(""));
    assert_null(must_read("\n\n"));
    assert_null(must_read("# only a comment"));
    assert_true(yaml_node_is_empty(must_read("---\n")));
    assert_true(yaml_node_is_empty(must_read("~")));
    assert_true(yaml_node_is_empty(yaml_node_find(must_read("a:\nb: c"), "a")));
    assert_false(yaml_node_is_empty(must_read("\"\"")));
    assert_false(yaml_node_is_empty(must_read("'~'")));
    assert_false(yaml_node_is_empty(must_read("{}")));
    assert_int_equal(must_read("{}")->count, 0);
    assert_int_equal(must_read("\xEF\xBB\xBF{a: b}\r\n")->count, 1); /* byte order mark, CRLF */
}

static void test_duplicate_keys(void **state) {
    (void)state;
    expect_refused("a: 1\nb: 2\na: 3\n", "f:3:1: the key `a` comes a second time, first on line 1");
    expect_refused("x: {a: 1, \"a\": 2}\n", "f:1:11: the key `a` comes a second time");
    expect_refused("a: 1\nx:\n  a: 1\n  b: 2\n  b: 2\n", "f:5:3: the key `b` comes a second time");
    assert_non_null(must_read("a: {a: {a: a}}"));
}

static void test_what_is_not_taken(void **state) {
    (void)state;
    expect_refused("a: &x 1\n", "f:1:4: anchors (&name) are not taken");
    expect_refused("a: 1\nb: *x\n", "f:2:4: aliases (*name) are not taken");
    expect_refused("a: !!str 1\n", "f:1:4: tags (!name) are not taken");
    expect_refused("a: !x {}\n", "f:1:4: tags (!name) are not taken");
    expect_refused("a: 1\n---\nb: 2\n", "f:2:1: a second document");
    expect_refused("? [a]\n: b\n", "f:1:3: a key must be a text");
    expect_refused("a: \"x\\0y\"\n", "f:1:4: a text with a NUL character");
}

static void test_alias_bomb_is_small(void **state) {
    (void)state;
    expect_refused("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "f:1:4: anchors");
    expect_refused("[*a, *a]", "f:1:2: aliases");
}

static void test_syntax(void **state) {
    (void)state;
    expect_refused("a: b: c\n", "f:1:5: not YAML: mapping values are not allowed");
    expect_refused("a:\n\t- b\n", "f:2:1: a tab cannot indent YAML; use spaces");
    expect_refused("a:\n  b: c\n\td: e\n", "f:3:1: a tab cannot indent YAML");
    expect_refused("a: \"open\n", "f:2:1: not YAML: found unexpected end of stream");
    expect_refused("a: [b, c\n", "f:2:1: not YAML");
    expect_refused("a: @b\n", "f:1:4: not YAML: found character that cannot start any token");
    expect_refused("a: 1\n b: 2\n", "f:2:3: not YAML");
    expect_refused("%YAML 9.9\n---\na: b\n", "f:1:1: not YAML: found incompatible YAML document");
}

static void test_bytes(void **state) {
    (void)state;
    expect_refused("a: é\nb: \xff\n", "f:2:4: not UTF-8");
    expect_refused("a: \xc0\xaf", "f:1:4: not UTF-8");
    expect_refused("é: \xed\xa0\x80", "f:1:4: not UTF-8");
    expect_refused("a: \xe2\x82", "f:1:4: not UTF-8");
    expect_refused("a: \xf4\x90\x80\x80", "f:1:4: not UTF-8");
    expect_refused("\xff\xfe"
                   "a",
                   "f:1:1: not UTF-8"); /* UTF-16 */
    expect_refused_bytes("a: \0", 4, "f:1:4: a control character");
    expect_refused("a: \x1b[31m\n", "f:1:4: a control character");
    expect_refused("a: \"\xc2\x80\"\n", "f:1:5: a character that YAML does not allow");
}

static void test_bounds(void **state) {
    (void)state;
    char deep[64];
    memset(deep, '[', sizeof deep);
    expect_refused_bytes(deep, sizeof deep, "f:1:17: nested more than 16 deep");
    assert_non_null(must_read("[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]"));
    char *big = malloc(YAML_BYTES_MAX + 1);
    assert_non_null(big);
    memset(big, '[', YAML_BYTES_MAX + 1);
    expect_refused_bytes(big, YAML_BYTES_MAX, "f:1:17: nested more than 16 deep");
    memset(big, ' ', YAML_BYTES_MAX + 1);
    expect_refused_bytes(big, YAML_BYTES_MAX + 1, "f: longer than 1 MiB");
    const yaml_node *root = NULL;
    complaint c;
    assert_true(yaml_node_read("f", big, YAML_BYTES_MAX, memory, &root, &c));
    free(big);
}

/* A megabyte of keys, of list items and of one text: what is read is proportional to it. */
static void test_large_texts(void **state) {
    (void)state;
    char *big = malloc(YAML_BYTES_MAX);
    assert_non_null(big);
    size_t length = 0;
    for (unsigned i = 0; length + 16 < YAML_BYTES_MAX; i++)
        length += (size_t)snprintf(big + length, 16, "k%x: 1\n", i);
    const yaml_node *root = NULL;
    complaint c;
    assert_true(yaml_node_read("f", big, length, memory, &root, &c));
    assert_true(root->count > 90000);
    for (size_t i = 0; i < YAML_BYTES_MAX; i++)
        big[i] = i % 2 == 0 ? ',' : 'x';
    big[0] = '[';
    big[YAML_BYTES_MAX - 1] = ']';
    assert_true(yaml_node_read("f", big, YAML_BYTES_MAX, memory, &root, &c));
    memset(big, 'x', YAML_BYTES_MAX);
    assert_true(yaml_node_read("f", big, YAML_BYTES_MAX, memory, &root, &c));
    assert_int_equal(root->scalar.length, YAML_BYTES_MAX);
    free(big);
}

static void test_complaints_are_one_printable_line(void **state) {
    (void)state;
    complaint c;
    complaint_write(&c, "a\nb\x1b", 3, 7, "%s", "x\ty");
    assert_string_equal(c.text, "a?b?:3:7: x?y");
    char name[1000];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    complaint_write(&c, name, 0, 0, "%s", "é\xff");
    assert_int_equal(strlen(c.text), 200 + 2 + 3);
    assert_string_equal(c.text + 200, ": é?");
    char sentence[1001];
    for (size_t i = 0; i < 1000; i += 2)
        memcpy(sentence + i, "é", 2);
    sentence[1000] = '\0';
    complaint_write(&c, "f", 1, 1, "%s", sentence); /* cut between characters */
    assert_int_equal(strlen(c.text), 511);
    complaint_write(&c, "ff", 1, 1, "%s", sentence);
    assert_int_equal(strlen(c.text), 510);
    assert_string_equal(shown_of((text){sentence, 1000}).text + 60, "...");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes_and_places),
        cmocka_unit_test(test_empty_texts),
        cmocka_unit_test(test_duplicate_keys),
        cmocka_unit_test(test_what_is_not_taken),
        cmocka_unit_test(test_alias_bomb_is_small),
        cmocka_unit_test(test_syntax),
        cmocka_unit_test(test_bytes),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_large_texts),
        cmocka_unit_test(test_complaints_are_one_printable_line),
    };
    return cmocka_run_group_tests(tests, make_memory, free_memory);
}
