"""Every change of ABC and Pareto class is recorded in the commit that makes it, for each client that it moves."""

import random
import unittest

from daemon import Daemon
from sample import event


class Classes(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon().start()
        self.seen = 0

    def tearDown(self):
        self.daemon.destroy()

    def classes(self):
        """The classes of all clients."""
        rows = self.daemon.list_all("portfolio.list", "clients", fields=["segments"])
        return {row["client"]: (row["segments"]["abc"], row["segments"]["pareto"]) for row in rows}

    def recorded(self):
        """The changes of class recorded since the last look: {(client, kind): (from, to)}."""
        rows = [row for row in self.daemon.list_all("portfolio.transitions", "transitions")
                if row["number"] > self.seen]
        self.seen = max([self.seen] + [row["number"] for row in rows])
        found = {}
        for row in sorted((row for row in rows if row["kind"] != "phase"), key=lambda row: row["number"]):
            key = row["client"], row["kind"]
            first = found[key][0] if key in found else row["from"]
            found[key] = first, row["to"]
        return {key: change for key, change in found.items() if change[0] != change[1]}

    def expected(self, before, now):
        changes = {}
        for client in before.keys() & now.keys():
            for kind, was, became in zip(("abc", "pareto"), before[client], now[client]):
                if was != became:
                    changes[client, kind] = was, became
        return changes

    def test_after_every_event_and_day(self):
        rng = random.Random(11)
        before, told = {}, 0
        for number in range(120):
            if number % 10 == 9:
                self.daemon.advance(f"2026-{number // 10 + 2:02}-28" if number < 100 else f"2027-{number // 10 - 8:02}-15")
            else:
                credit = rng.random() < 0.2
                kind = "credit_note.issued" if credit else rng.choice(("invoice.issued", "invoice.amended"))
                receipt = self.daemon.send(event(kind, {
                    "id": f"{kind[0]}-{rng.randrange(60)}", "client": f"C-{rng.randrange(15):02}",
                    "date": f"2026-01-{rng.randrange(1, 29):02}",
                    "amount": str(rng.choice((1, 10, 10, 50, 400)))}))
                self.assertEqual(receipt["rejected"], [])
            now = self.classes()
            changes = self.recorded()
            self.assertEqual(changes, self.expected(before, now), f"step {number}")
            before, told = now, told + len(changes)
        self.assertGreater(told, 15)
        self.daemon.kill()
        self.daemon.start()
        self.assertEqual(self.classes(), before)
        self.assertEqual(self.recorded(), {})
        print(f"{told} changes of class recorded, each in its commit")


if __name__ == "__main__":
    unittest.main()
