"""A store that can take no more: senders are told busy, nothing taken is lost, and it goes on when there is room."""

import unittest

from daemon import Daemon, NoAnswer, batches, wait_until
from sample import order


class FullStore(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(store={"map_size": "2MiB", "quarantine_size": "1MiB"})
        self.daemon.start()

    def tearDown(self):
        self.daemon.destroy()

    def fill(self, first):
        """Sends orders of 1.00 until the daemon is busy; how many were accepted, and what it said."""
        accepted, sender = 0, self.daemon.sender()
        for start in range(first, first + 100_000, 100):
            bodies = batches([order(n, client=f"C-{n % 50}", amount="1.00") for n in range(start, start + 100)])
            sender.post(bodies[0])
            receipt = sender.receipt()
            if receipt is None:
                raise NoAnswer("no receipt while the store fills up")
            if "busy" in receipt:
                sender.close()
                return accepted, receipt["busy"]
            self.assertEqual(receipt["rejected"], [])
            accepted += receipt["accepted"]
        raise AssertionError("a store of 2 MiB is never full")

    def counted(self):
        return self.daemon.query("portfolio.summary")["orders"]["count"]

    def test_busy_then_room(self):
        accepted, said = self.fill(0)
        self.assertGreater(accepted, 0)
        self.assertIn("store.map_size", said)
        self.assertEqual(self.counted(), accepted)  # nothing of the refused message was taken
        self.assertEqual(self.daemon.query("system.health")["status"], "busy")
        again, _ = self.fill(200_000)
        self.assertEqual(self.counted(), accepted + again)
        self.daemon.kill()
        self.daemon.configure(store={"map_size": "64MiB", "quarantine_size": "1MiB"})
        self.daemon.start()
        self.assertEqual(self.counted(), accepted + again)
        sender = self.daemon.sender()
        receipts = sender.send_all(
            batches([order(n, client="C-0", amount="1.00") for n in range(400_000, 402_000)]))
        sender.close()
        self.assertEqual(sum(receipt["accepted"] for receipt in receipts), 2000)
        wait_until(lambda: self.daemon.query("system.health")["status"] == "ok", 5, "no longer busy")
        self.assertEqual(self.counted(), accepted + again + 2000)
        self.assertEqual(self.daemon.stop(), 0)
        print(f"full after {accepted} orders in 2 MiB; 2,000 more after it was given room")


if __name__ == "__main__":
    unittest.main()
