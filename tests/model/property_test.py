#!/usr/bin/python3
"""Random events in random order, with repetitions, commits and restarts, against the recomputation.

    CLIENTELE_HARNESS=build/.../fold_harness property_test.py [--cases N] [--seed N] [--one SEED]
                                                              [--crowds]

Every fourth case is a crowd (crowd.py): many clients alike, negative revenues, totals of zero; with
--crowds all are. A failure prints its seed and the smallest steps found that still fail.
"""

import argparse
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from crowd import make_crowd
from generate import CASES_PER_SETTINGS, make_case
from harness import Harness, HarnessFailed
from plan import make_steps, run_steps
from shrink import shrink
from show import to_json

SKIPPED = 77
FAILURES_SHOWN = 5
CROWD_EVERY = 4


class Runner:
    """One harness at a time: a fresh one for other settings and after every failure."""

    def __init__(self, program):
        self.program = program
        self.harness = None
        self.settings = None

    def close(self):
        if self.harness is not None:
            self.harness.close()
        self.harness = None

    def run(self, steps, settings):
        """None, or what went wrong."""
        try:
            if self.harness is None or settings != self.settings:
                self.close()
                self.harness, self.settings = Harness(self.program, settings), settings
            return run_steps(self.harness, steps, settings)
        except HarnessFailed as failure:
            self.close()
            return str(failure)


def case_of(seed):
    return make_crowd(seed) if seed % CROWD_EVERY == CROWD_EVERY - 1 else make_case(seed)


def needs_day(steps):
    return steps[0][0] == "day" and steps[-1][0] == "look"


def explain(runner, case, steps, wrong):
    """Prints the failure of a case, made small."""
    runner.close()
    again = runner.run(steps, case.settings)
    print(f"\nFAILED seed {case.seed} (again: property_test.py --one {case.seed})")
    if again is None:
        print("  only after the cases before it, not in a fresh store: does `wipe` leave traces?")
        print(f"  {wrong}")
        return
    small = shrink(steps, lambda shorter: needs_day(shorter)
                   and runner.run(shorter, case.settings) is not None)
    print(f"  {runner.run(small, case.settings)}")
    print(f"  settings {to_json(case.settings)}")
    print(f"  {len(small)} of {len(steps)} steps:")
    for step in small:
        print("   ", step[0], *[str(part) for part in step[1:2]])


def run_cases(program, seeds):
    """The number of cases that failed; stops after FAILURES_SHOWN."""
    runner, failures, events, started = Runner(program), 0, 0, time.monotonic()
    done = 0
    for seed in seeds:
        case = case_of(seed)
        steps = make_steps(case)
        wrong = runner.run(steps, case.settings)
        done += 1
        events += sum(step[0] == "event" for step in steps)
        if wrong is not None:
            failures += 1
            explain(runner, case, steps, wrong)
            if failures == FAILURES_SHOWN:
                print(f"stopped after {failures} failures")
                break
    runner.close()
    seconds = time.monotonic() - started
    print(f"{done} cases, {events} events, {failures} failed, {done / seconds:.0f} cases/s, seeds "
          f"{seeds[0]} to {seeds[done - 1]}")
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0,
                        help=f"the first case's; {CASES_PER_SETTINGS} neighbours share "
                        "their settings")
    parser.add_argument("--crowds", action="store_true", help="crowds alone")
    parser.add_argument("--one", type=int, help="run this case alone")
    arguments = parser.parse_args()
    program = os.environ.get("CLIENTELE_HARNESS")
    if not program:
        print("skipped: CLIENTELE_HARNESS does not name the fold harness")
        return SKIPPED
    if arguments.one is not None:
        return 1 if run_cases(program, range(arguments.one, arguments.one + 1)) else 0
    seeds = range(arguments.seed, arguments.seed + arguments.cases)
    if arguments.crowds:
        first = arguments.seed - arguments.seed % CROWD_EVERY + CROWD_EVERY - 1
        seeds = range(first, first + arguments.cases * CROWD_EVERY, CROWD_EVERY)
    return 1 if run_cases(program, seeds) else 0


if __name__ == "__main__":
    sys.exit(main())
