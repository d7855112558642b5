/* query_explain.c - client.explain: why a client is in its phase, in sentences; or what makes a figure up. */
#include "daemon/query_explain.h"

#include <stdarg.h>
#include <stdio.h>

#include "daemon/json_figures.h"
#include "daemon/lifecycle_section.h"
#include "daemon/query.h"
#include "portfolio/action_plan.h"
#include "portfolio/decimal.h"
#include "store/transition_table.h"

enum { MILLIONTHS_DECIMALS = 6, SENTENCE_SIZE = 1024 };

__attribute__((format(printf, 2, 3))) static void say(json_writer *out, const char *format, ...) {
    char sentence[SENTENCE_SIZE];
    va_list values;
    va_start(values, format);
    int length = vsnprintf(sentence, sizeof sentence, format, values);
    va_end(values);
    size_t whole = length < 0 ? 0 : (size_t)length;
    size_t said = whole < sizeof sentence ? whole : sizeof sentence - 1;
    json_text(out, (text){sentence, (uint32_t)said});
}

typedef struct number_text {
    char text[DECIMAL_TEXT_SIZE];
} number_text;

static number_text show(int64_t millionths) {
    number_text n = {"unknown"};
    if (millionths != INT64_MIN) {
        decimal_format_short(millionths, MILLIONTHS_DECIMALS, n.text);
    }
    return n;
}

typedef struct day_text {
    char text[DAY_TEXT_SIZE];
} day_text;

static day_text show_day(day d) {
    day_text t;
    day_format(d, t.text);
    return t;
}

static const char *compared(comparison c) {
    static const char *const words[COMPARISONS] = {[COMPARE_AT_LEAST] = "at least",
                                                   [COMPARE_ABOVE] = "more than",
                                                   [COMPARE_AT_MOST] = "not more than",
                                                   [COMPARE_BELOW] = "less than"};
    return words[c];
}

static void say_reason(json_writer *out, const reason_told *r, const char *purchase) {
    number_text value = show(r->value);
    number_text threshold = show(r->threshold);
    const char *than = compared(r->comparison);
    switch (r->measure) {
    case MEASURE_RELATIONSHIP:
        say(out, "Its record says that the relationship is %s.",
            r->value > 0 ? "abandoned" : "active");
        return;
    case MEASURE_PURCHASE_DAYS:
        say(out, "It has %s on %s days: %s %s.", purchase, value.text, than, threshold.text);
        return;
    case MEASURE_SILENCE:
        if (r->cadence > 0) {
            say(out, "It last %s %s days ago: %s %s days, which is %s times its own cadence.",
                purchase, value.text, than, threshold.text, show(r->cadence).text);
        } else {
            say(out, "It last %s %s days ago: %s %s days.", purchase, value.text, than,
                threshold.text);
        }
        return;
    case MEASURE_TENURE:
        say(out, "It first %s %s days ago: %s %s days.", purchase, value.text, than,
            threshold.text);
        return;
    case MEASURE_TREND:
        if (r->value == INT64_MIN) {
            say(out, "It has no revenue in the year before, so that there is no trend.");
        } else {
            say(out, "Its revenue of the trailing year is %s times that of the year before: %s %s.",
                value.text, than, threshold.text);
        }
        return;
    case MEASURE_CONTRACTS_ENDED:
        if (r->value == INT64_MIN) {
            say(out, "Not all of its contracts have ended, or it has none.");
        } else {
            say(out, "All its contracts have ended, the last one %s days ago: %s %s days.",
                value.text, than, threshold.text);
        }
        return;
    case MEASURE_COUNT: return;
    }
}

/* How it came there, from the newest record of a change of phase. */
static bool say_history(rpc_call *call, const account *a, uint64_t number) {
    transaction *t = transaction_begin(call->keeper->store, true);
    transition one;
    lookup found = LOOKUP_ABSENT;
    while (number != 0 && (found = transition_table_get(t, number, &one)) == LOOKUP_FOUND &&
           one.kind != TRANSITION_PHASE) {
        number = one.previous;
    }
    if (number != 0 && found == LOOKUP_FOUND && a->life.since == one.day) {
        day_text entered = show_day(one.day);
        const char *since = entered.text;
        const char *was = one.from.length > 0 ? "It was in" : "It is known";
        int from_length = (int)one.from.length;
        switch (one.cause.kind) {
        case CAUSE_EVENT:
            say(call->out, "%s%s%.*s until %s, when %.*s `%.*s` came (event %.*s).", was,
                from_length > 0 ? " " : "", from_length, from_length > 0 ? one.from.bytes : "",
                since, (int)one.cause.type.length, one.cause.type.bytes,
                (int)one.cause.document.length, one.cause.document.bytes,
                (int)one.cause.event.length, one.cause.event.bytes);
            break;
        case CAUSE_DAY:
            say(call->out, "%s%s%.*s until %s, when the day came without an event.", was,
                from_length > 0 ? " " : "", from_length, from_length > 0 ? one.from.bytes : "",
                since);
            break;
        case CAUSE_RULES:
            say(call->out, "The rules of the configuration changed on %s.", since);
            break;
        case CAUSE_OTHERS:
        case CAUSE_KINDS: break;
        }
    }
    bool read = transaction_status(t) == STORE_OK;
    if (!read) {
        return rpc_refuse_read(call, t);
    }
    transaction_abort(t);
    return true;
}

/* What a purchase today would make of it. */
static void say_purchase(json_writer *out, const lifecycle_rules *r, const account *a,
                         const indicators *now, uint8_t phase, const char *what) {
    indicators then = *now;
    if (now->last != now->today) {
        then.purchase_days++;
        then.first = now->first == DAY_NONE ? now->today : now->first;
        then.last = now->today;
        if (then.purchase_days >= CADENCE_DAYS_MIN) {
            then.cadence_days = (int64_t)then.last - then.first;
            then.cadence_spans = then.purchase_days - 1;
        }
    }
    uint8_t bought = lifecycle_classify(r, &then);
    if (a->profile.abandoned) {
        say(out, "A new record that says active would have it looked at by the other rules.");
    } else if (bought != phase) {
        say(out, "%s today would bring it to %s.", what, r->phases[bought].name);
    } else {
        say(out, "%s today would leave it in %s.", what, r->phases[phase].name);
    }
}

static void say_action(rpc_call *call, uint32_t client) {
    action next;
    if (!action_next(call->portfolio, client, &next)) {
        say(call->out, "Nothing is planned to be done.");
        return;
    }
    day today = call->portfolio->windows.today;
    say(call->out, "To do: %.*s%s%.*s, %s %s.", (int)next.what.length, next.what.bytes,
        next.about.length > 0 ? " " : "", (int)next.about.length,
        next.about.length > 0 ? next.about.bytes : "", next.due < today ? "overdue since" : "due",
        show_day(next.due).text);
}

static bool explain_phase(rpc_call *call, uint32_t client) {
    const portfolio *p = call->portfolio;
    const account *a = portfolio_account(p, client);
    const lifecycle_rules *r = portfolio_lifecycle(p);
    subject f = subject_of_client(p, client);
    indicators now = lifecycle_indicators(a, &p->windows);
    uint8_t phase = lifecycle_classify(r, &now);
    uint8_t then;
    day review = lifecycle_next_review(r, a, p->rules, &p->windows, &then);
    phase_reasons reasons = lifecycle_reasons(r, &now, phase);
    bool invoices = p->rules->purchases_are_invoices;
    json_writer *out = rpc_result(call);
    json_key(out, "client");
    json_text(out, portfolio_client_id(p, client));
    lifecycle_section_write(out, SECTION_LIFECYCLE, &f);
    action_section_write(out, SECTION_ACTION, &f);
    json_key(out, "next_phase");
    json_text_or_null(out, review == DAY_NONE ? (text){NULL, 0} : text_of(r->phases[then].name));
    json_key(out, "sentences");
    json_open_array(out);
    say(out, "%.*s is in %s%s%s.", (int)portfolio_client_id(p, client).length,
        portfolio_client_id(p, client).bytes, r->phases[phase].name,
        a->life.since == DAY_NONE ? "" : " since ",
        a->life.since == DAY_NONE ? "" : show_day(a->life.since).text);
    for (uint8_t i = 0; i < reasons.count; i++) {
        say_reason(out, &reasons.items[i], invoices ? "was invoiced" : "ordered");
    }
    if (!say_history(call, a, a->life.last)) {
        return false;
    }
    if (review == DAY_NONE) {
        say(out, "Time alone will not change that.");
    } else {
        say(out, "If nothing happens until then, it will be in %s on %s.", r->phases[then].name,
            show_day(review).text);
    }
    say_purchase(out, r, a, &now, phase, invoices ? "An invoice" : "An order");
    say_action(call, client);
    json_close_array(out);
    return true;
}

bool query_client_explain(rpc_call *call) {
    uint32_t client;
    if (!rpc_client(call, &client)) {
        return false;
    }
    return rpc_given(call, PARAM_FIGURE) ? explain_figure(call, client)
                                         : explain_phase(call, client);
}
