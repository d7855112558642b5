"""A case as steps for the harness, and what its answers must be.

A step is ("event", text, refused), ("commit",), ("restart",), ("tidy",), ("day", date), ("look",).
Whatever the order, the repetitions and the restarts, what a look sees must be what a plain
recomputation from the events so far gives.
"""

import datetime
import random

from events import Refused, parse_json
from harness import query_line
from recompute import Portfolio
from show import first_difference, to_json
from standing import METRICS
from standing_answers import Movers, StandingAnswers

NOT_FOUND = -32001
REPEAT_SHARE = 0.3
EVENTS_OF_A_SMALL_CASE = 12
CURVE_POINTS = 7
MOVERS_DAYS = (1, 30, 365)


def make_steps(case):
    """The case's events in a random order with repetitions, commits, restarts, days and looks."""
    rng = random.Random(f"plan {case.seed}")
    events = [("event", text, refused) for text, refused in case.events]
    events += [event for event in events if rng.random() < REPEAT_SHARE]
    rng.shuffle(events)
    days = case.earlier_days + [case.today]
    steps = [("day", days[0])]
    later_days = {rng.randrange(len(events) + 1): day for day in days[1:]}
    commits, restarts = rng.choice((0.02, 0.2, 0.9)), rng.choice((0, 0, 0.02, 0.1))
    looks = rng.choice((0, 0, 0.03))
    if len(case.events) <= EVENTS_OF_A_SMALL_CASE:
        looks = rng.choice((0, 0, 1))
    day_order = iter(days[1:])
    for position, event in enumerate(events):
        if position in later_days:
            steps.append(("day", next(day_order)))
        steps.append(event)
        if rng.random() < commits:
            steps.append(("commit",))
        if rng.random() < restarts:
            steps.append(("restart",))
        if rng.random() < 0.02:
            steps.append(("tidy",))
        if rng.random() < looks:
            steps.append(("look",))
    steps += [("day", day) for day in day_order]
    if rng.random() < 0.3:
        steps.append(("restart",))
    return steps + [("look",)]


def names_in(texts):
    """Every client and rep that the events mention, known or not."""
    clients, reps = {"nobody"}, {"nobody"}
    for text in texts:
        try:
            data = parse_json(text)["data"]
            clients.update(name for name in (data.get("client"),) if isinstance(name, str) and name)
            reps.update(name for name in (data.get("rep"),) if isinstance(name, str) and name)
        except (Refused, KeyError, TypeError, AttributeError):
            continue
    sendable = lambda names: sorted(name for name in names if name.isprintable() and len(name) < 64)
    return sendable(clients), sendable(reps)


def standing_expectations(portfolio, rep, metric):
    """Who stands where in a portfolio, by the configured metric and by another one."""
    answers, scope = StandingAnswers(portfolio), {} if rep is None else {"rep": rep}
    rows = [(query_line("portfolio.pareto", points=CURVE_POINTS, **scope),
             answers.pareto(rep, points=CURVE_POINTS), False),
            (query_line("portfolio.pareto", metric=metric, **scope),
             answers.pareto(rep, metric), False)]
    for by in ("abc", "pareto", "pmg", "crossed"):
        rows.append((query_line("portfolio.segments", by=by, **scope),
                     answers.segments(by, rep), False))
        rows.append((query_line("portfolio.segments", by=by, metric=metric, **scope),
                     answers.segments(by, rep, metric), False))
    rows.append((query_line("portfolio.segments", by="rfm", **scope), answers.rfm(rep), False))
    rows.append((query_line("portfolio.segments", by="frat", metric=metric, **scope),
                 answers.frat(rep, metric), False))
    rows.append((query_line("portfolio.segments", by="rep", **scope), answers.by_rep(rep), False))
    if metric != "orders":
        scope["metric"] = metric
        rows.append((query_line("portfolio.segments", by="category", **scope),
                     answers.by_category(rep, metric), False))
        rows += [(query_line("portfolio.segments", category=category, **scope),
                  answers.in_category(category, rep, metric), False) for category in ("", "Büro")]
    return rows


def movers_expectations(texts, portfolio, settings):
    """Who moved since a day of its own for each set of events."""
    days = MOVERS_DAYS[len(texts) % len(MOVERS_DAYS)]
    before = Portfolio(texts, portfolio.today - datetime.timedelta(days=days), settings)
    movers = Movers(before, portfolio)
    scopes = [{}] + [{"rep": rep} for rep in sorted(portfolio.reps())[:1]]
    return [(query_line("portfolio.movers", since=before.today.isoformat(), by=by, **scope),
             movers.answer(by, **scope), False)
            for by in ("rank", "revenue", "class") for scope in scopes]


def expectations(portfolio, clients, reps):
    """[(query line, expected result or None for not found, whether not found is as good)]"""
    metric = METRICS[len(portfolio.documents) % len(METRICS)]
    rows = [(query_line("portfolio.summary"), portfolio.portfolio_summary(), False)]
    rows += standing_expectations(portfolio, None, metric)
    for client in clients:
        known = client in portfolio.clients
        rows.append((query_line("client.get", client=client),
                     portfolio.client(client) if known else None, False))
        for by in ("month", "day"):
            history = known and {
                "client": client, "by": by, "history": portfolio.client_history(client, by)}
            rows.append((query_line("client.history", client=client, by=by), history or None,
                         False))
    existing = portfolio.reps()
    for rep in reps:
        doubtful = rep not in existing and rep in portfolio.named_reps
        expected = portfolio.rep(rep) if rep in existing or doubtful else None
        rows.append((query_line("rep.get", rep=rep), expected, doubtful))
        if rep in existing:
            rows.append((query_line("portfolio.summary", rep=rep), portfolio.rep_summary(rep),
                         False))
            rows += standing_expectations(portfolio, rep, metric)
    rows.append((query_line("portfolio.history", by="month"),
                 {"by": "month", "history": portfolio.portfolio_history("month")}, False))
    return rows


def judge(answer, expected, not_found_will_do):
    """None, or what is wrong with one answer."""
    try:
        response = parse_json(answer)
    except Refused as reason:
        return f"the answer is {reason}: {answer[:200]}"
    error = response.get("error")
    if error is not None:
        if error.get("code") == NOT_FOUND and (expected is None or not_found_will_do):
            return None
        return f"error {to_json(error)}" + (" instead of not found" if expected is None else "")
    if expected is None:
        return f"found, but nothing on record names it: {answer[:300]}"
    return first_difference(expected, response.get("result"))


def look(harness, texts, today, settings):
    """None, or the first difference between the harness and the recomputation."""
    portfolio = Portfolio(texts, today, settings)
    rows = expectations(portfolio, *names_in(texts))
    rows += movers_expectations(texts, portfolio, settings)
    answers = harness.ask_all([row[0] for row in rows] + ["check"])
    for (query, expected, not_found_will_do), answer in zip(rows, answers):
        wrong = judge(answer, expected, not_found_will_do)
        if wrong is not None:
            return f"{query}\n    {wrong}"
    return None if answers[-1] == "ok" else f"check: {answers[-1]}"


def commands_of(steps):
    """[(step or None, command line)] up to the next look; what is sent is committed before anything
    else happens to it, so that a step can be dropped without changing what the others mean."""
    rows, uncommitted, today = [], False, None
    for step in steps:
        if step[0] in ("day", "restart", "tidy", "look", "commit") and uncommitted:
            rows.append((None, "commit"))
            uncommitted = False
        if step[0] == "event":
            rows.append((step, "event " + step[1]))
            uncommitted = True
        elif step[0] == "day":
            today = step[1]
            rows.append((None, f"day {today}"))
        elif step[0] == "restart":
            rows += [(None, "restart"), (None, f"day {today}")]
        elif step[0] == "tidy":
            rows.append((None, "tidy"))
        elif step[0] == "look":
            rows.append((step, None))
    return rows


def run_steps(harness, steps, settings):
    """None, or what went wrong; starts with an empty store."""
    pending, texts, today = [(None, "wipe")], [], None
    for step, command in commands_of(steps):
        if step is None or step[0] == "event":
            pending.append((step, command))
        if step is not None and step[0] == "event":
            texts.append(step[1])
        elif command is not None and command.startswith("day "):
            today = datetime.date.fromisoformat(command[4:])
        elif command is None:
            wrong = judge_commands(pending, harness.ask_all([line for _, line in pending]))
            wrong = wrong or look(harness, texts, today, settings)
            if wrong is not None:
                return wrong
            pending = []
    return None


def judge_commands(rows, answers):
    """None, or the first command whose answer is not what the step wants."""
    for (step, command), answer in zip(rows, answers):
        if step is not None:
            if answer.startswith("rejected") != step[2]:
                wanted = "rejected" if step[2] else "accepted or duplicate"
                return f"{command}\n    expected {wanted}, got {answer}"
        elif answer.startswith("error"):
            return f"{command}: {answer}"
    return None
