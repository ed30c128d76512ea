"""What listeners are told over restarts of the host."""

import os
import random
import signal
import unittest
from concurrent.futures import ThreadPoolExecutor

from host import Host
from told import View

import headframe
from headframe import connect

SEED = int(os.environ.get('HEADFRAME_SEED', random.randrange(2**32)))


class Restarts(unittest.TestCase):
    def test_five_restarts_leave_every_view_at_what_the_host_has(self):
        choose = random.Random(SEED)
        print('seed', SEED)
        with Host() as host, connect(host.unix, client='writer') as writer:
            watchers = [connect(address, client=f'watcher {i}') for i, address in enumerate((host.unix, host.tcp))]
            views = [View() for _ in watchers]
            for ws, view in zip(watchers, views):
                ws.on('data_changed', view)
                ws.on('data_deleted', view)
                ws.on('disconnected', view.broken.set)
            with ThreadPoolExecutor(1) as pool:
                for number in range(5):
                    write_at_random(writer, choose)
                    ending = pool.submit(write_at_random, writer, random.Random(SEED + number), True)
                    host.stop(choose.choice((signal.SIGTERM, signal.SIGKILL)))
                    host.start()
                    ending.result()
                    write_at_random(writer, choose)
                    self.check(writer, watchers, views, f'end {number}')
            for ws in watchers:
                ws.close()

    def check(self, writer, watchers, views, end):
        writer['end'] = end
        revision = writer.metadata('end')['revision']
        there = {name: one['revision'] for name, one in writer.all_metadata().items()}
        for ws, view in zip(watchers, views):
            view.until('end', revision)
            self.assertEqual(view.state, there)
            self.assertEqual(view.twice, [])
            self.assertEqual(ws['end'], end)


def write_at_random(ws, choose, may_fail=False):
    """Writes and deletes a few variables; while the host goes away, some of it may fail."""
    for _ in range(60):
        name = f'v{choose.randrange(12)}'
        try:
            if choose.random() < 0.25:
                ws.delete(name)
            else:
                ws[name] = choose.random()
        except headframe.NotFoundError:
            continue
        except (headframe.DisconnectedError, headframe.HeadframeError) as error:
            if not may_fail or error.code not in ('DISCONNECTED', 'CLOSING'):
                raise


if __name__ == '__main__':
    unittest.main()
