"""Heartbeats: who is idle stays, and a host that stands still is given up until it goes on."""

import asyncio
import threading
import unittest

from host import Host

import headframe
from headframe import aio, connect

BEAT_SECONDS = 1
WAIT_SECONDS = 60


class Liveness(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = Host(server={'heartbeatSeconds': BEAT_SECONDS}).start()
        cls.addClassCleanup(cls.host.remove)

    def pass_beats(self, count):
        """Waits on a client of its own, by the host's clock."""
        with connect(self.host.unix) as other, self.assertRaises(headframe.RequestTimeoutError):
            other.wait_for('never', timeout_ms=int(count * BEAT_SECONDS * 1000))

    def test_idle_clients_of_both_kinds_answer_heartbeats(self):
        async def main(pass_beats):
            async with await aio.connect(self.host.unix, reconnect=False) as ws:
                await asyncio.get_running_loop().run_in_executor(None, pass_beats, 5)
                await ws.set('by_asyncio', 1)

        with connect(self.host.unix, reconnect=False) as ws:
            session = ws.greeting['session']
            told = threading.Event()
            ws.on('data_changed', lambda change: told.set())
            asyncio.run(main(self.pass_beats))
            ws['told'] = 1
            self.assertEqual(ws.greeting['session'], session)
            self.assertTrue(told.wait(WAIT_SECONDS))

    def test_a_host_that_stands_still_is_given_up_by_both_until_it_goes_on(self):
        async def main(pause, resume):
            async with await aio.connect(self.host.unix) as ws:
                gone, back = asyncio.Event(), asyncio.Event()
                ws.on('disconnected', gone.set)
                await ws.names()
                ws.on('connected', back.set)
                pause()
                await asyncio.wait_for(gone.wait(), WAIT_SECONDS)
                await asyncio.get_running_loop().run_in_executor(None, resume)
                await asyncio.wait_for(back.wait(), WAIT_SECONDS)
                await ws.set('x', 1)

        with connect(self.host.unix) as ws:
            gone, back = threading.Event(), threading.Event()
            ws.on('disconnected', gone.set)
            ws.on('connected', back.set)
            self.addCleanup(self.host.resume)

            def resume():
                self.assertTrue(gone.wait(WAIT_SECONDS))
                self.host.resume()

            asyncio.run(main(self.host.pause, resume))
            self.assertTrue(back.wait(WAIT_SECONDS))


if __name__ == '__main__':
    unittest.main()
