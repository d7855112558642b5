/* config_lifecycle_test.c - phases and the plan of actions as written, their defaults, and every mistake with its place. */
#include "tests/unit/support/unit.h"

#include "conf/config.h"
#include "portfolio/action_plan.h"

static config must_load(const char *yaml) {
    config c = {0};
    complaint wrong = {{0}};
    if (!config_load_text("f", yaml, strlen(yaml), &c, &wrong))
        fail_msg("%s", wrong.text);
    return c;
}

static char *must_read_file(const char *path) {
    enum { MOST = 1 << 16 };
    FILE *file = fopen(path, "r");
    char *bytes = malloc(MOST);
    assert_non_null(file);
    assert_non_null(bytes);
    size_t length = fread(bytes, 1, MOST - 1, file);
    bytes[length] = '\0';
    assert_int_equal(fclose(file), 0);
    return bytes;
}

/* The sample writes the defaults out: rules that are read mean what the built-in ones do. */
static void test_sample_is_the_default(void **state) {
    (void)state;
    char *sample = must_read_file("conf/clienteled.yaml");
    config written = must_load(sample);
    config c = must_load("");
    assert_null(c.rules.lifecycle);
    assert_non_null(written.rules.lifecycle);
    assert_true(config_fingerprint(&written) == config_fingerprint(&c));
    const action_rules *a = written.rules.actions;
    assert_int_equal(a->chase_quotes_after, action_defaults.chase_quotes_after);
    assert_int_equal(a->decide_contracts_before, action_defaults.decide_contracts_before);
    assert_int_equal(a->plan_count, action_defaults.plan_count);
    for (size_t i = 0; i < a->plan_count; i++) {
        const action_rule *one = &a->plan[i];
        const action_rule *other = &action_defaults.plan[i];
        assert_true(text_equal(one->phase, other->phase) && text_equal(one->what, other->what) &&
                    text_equal(one->then, other->then) && one->once == other->once);
        assert_memory_equal(one->days, other->days, sizeof one->days);
        assert_true(one->then.length == 0 || one->then_days == other->then_days);
    }
    config_finish(&written);
    config_finish(&c);
    free(sample);
}

static void test_own_phases(void **state) {
    (void)state;
    config c =
        must_load("lifecycle: {phases: [{name: gone, any: [{silence: {above: 60}}, {all: ["
                  "{trend: {at_most: \"0.5\"}}, {tenure: {at_least: 90}}]}]}, {name: here}]}\n"
                  "actions: {plan: [{phase: gone, what: call, within: {A: 1, B: 2, C: 3}}],\n"
                  "  chase_quotes_after: never}\n");
    const lifecycle_rules *r = c.rules.lifecycle;
    assert_int_equal(r->phase_count, 2);
    assert_int_equal(r->phases[0].condition_count, 3);
    assert_true(r->phases[0].conditions[0].comparison == COMPARE_ABOVE);
    assert_true(r->phases[0].conditions[1].alternative == 1 &&
                r->phases[0].conditions[2].alternative == 1);
    assert_true(r->phases[0].conditions[1].threshold == 500000);
    assert_int_equal(c.rules.actions->chase_quotes_after, -1);
    assert_int_equal(c.rules.actions->plan[0].days[1], 2);
    config defaults = must_load("");
    assert_true(config_fingerprint(&c) != config_fingerprint(&defaults));
    config_finish(&defaults);
    config_finish(&c);
}

/* What is wrong, and the complaint's beginning, after "f:". */
static const char *const mistakes[][2] = {
    {"lifecycle: {lost: 90}\n", "1:13: unknown key `lost`; known here are phases"},
    {"lifecycle: {phases: [lost]}\n", "1:22: a phase is a mapping"},
    {"lifecycle: {phases: [{any: [{tenure: {below: 1}}]}]}\n", "1:22: a phase lacks `name`"},
    {"lifecycle: {phases: [{name: Lost}]}\n", "1:29: lifecycle.phases[].name cannot be `Lost`"},
    {"lifecycle: {phases: [{name: a, any: [{tenure: {below: 1}}]}]}\n",
     "1:22: the last phase, a, has conditions"},
    {"lifecycle: {phases: [{name: a}, {name: b}]}\n", "1:22: phase a has no conditions"},
    {"lifecycle: {phases: [{name: a, any: [{tenure: {below: 1}}]}, {name: a}]}\n",
     "1:62: there are two phases called a"},
    {"lifecycle: {phases: [{name: a, any: [{silent: {below: 1}}]}, {name: b}]}\n",
     "1:39: unknown indicator `silent`; known are relationship"},
    {"lifecycle: {phases: [{name: a, any: [{silence: {over: 1}}]}, {name: b}]}\n",
     "1:49: unknown comparison `over`; known here are at_least"},
    {"lifecycle: {phases: [{name: a, any: [{silence: {cadence: 2}}]}, {name: b}]}\n",
     "1:48: `silence` lacks one of at_least"},
    {"lifecycle: {phases: [{name: a, any: [{tenure: {below: 1, above: 2}}]}, {name: b}]}\n",
     "1:58: `tenure` has two comparisons"},
    {"lifecycle: {phases: [{name: a, any: [{tenure: {below: 1.5}}]}, {name: b}]}\n",
     "1:55: `below` must be a whole number from 0 to 100000"},
    {"lifecycle: {phases: [{name: a, any: [{trend: {below: -1}}]}, {name: b}]}\n",
     "1:54: `below` must be a decimal with at most 6 decimals from 0 to 1000"},
    {"lifecycle: {phases: [{name: a, any: [{relationship: gone}]}, {name: b}]}\n",
     "1:53: `relationship` is abandoned or active"},
    {"lifecycle: {phases: [{name: a, any: [], all: []}, {name: b}]}\n", "1:37: `any` needs a list"},
    {"actions: {chase_quotes_after: soon}\n",
     "1:31: actions.chase_quotes_after cannot be `soon`; write a whole number of days"},
    {"actions: {plan: [{phase: lost, what: call}]}\n", "1:18: a plan lacks `every` or `within`"},
    {"actions: {plan: [{phase: lost, within: 3}]}\n", "1:18: a plan lacks `what`"},
    {"actions: {plan: [{phase: dead, what: call, within: 3}]}\n",
     "1:18: actions.plan names the phase dead, which `lifecycle` does not have"},
    {"actions: {plan: [{phase: lost, what: call, every: {A: 1}}]}\n",
     "1:51: actions.plan[].every cannot be a mapping"},
    {"actions: {plan: [{phase: lost, what: call, every: 3, within: 3}]}\n",
     "1:62: a plan has `every` or `within`, not both"},
};

static void test_mistakes(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        config c = {0};
        complaint wrong = {{0}};
        const char *begins = mistakes[i][1];
        if (config_load_text("f", mistakes[i][0], strlen(mistakes[i][0]), &c, &wrong))
            fail_msg("taken: %s", mistakes[i][0]);
        if (strncmp(wrong.text + 2, begins, strlen(begins)) != 0)
            fail_msg("%s\n  gives   %s\n  and not f:%s", mistakes[i][0], wrong.text, begins);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sample_is_the_default),
        cmocka_unit_test(test_own_phases),
        cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
