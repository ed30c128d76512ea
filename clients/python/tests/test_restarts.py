"""What listeners are told over restarts of the host."""

import unittest

from restart_run import SEED, run_restarts


class Restarts(unittest.TestCase):
    def test_five_restarts_leave_every_view_at_what_the_host_has(self):
        print('seed', SEED)
        counted = run_restarts(5, 2, SEED)
        # Two clients of threads, which have two connections each, and two of asyncio.
        self.assertGreaterEqual(counted['reconnections'], 5 * 4)


if __name__ == '__main__':
    unittest.main()
