"""Heartbeats: who is idle stays, and a host that stands still is given up until it goes on."""

import asyncio
import threading
import unittest

from host import Host

import headframe
from headframe import aio, connect

BEAT_SECONDS = 0.5
WAIT_SECONDS = 60


class Liveness(unittest.TestCase):
    def setUp(self):
        self.host = Host(server={'heartbeatSeconds': BEAT_SECONDS}).start()
        self.addCleanup(self.host.remove)

    def pass_beats(self, count):
        """Waits on a client of its own, by the host's clock."""
        with connect(self.host.unix) as other, self.assertRaises(headframe.RequestTimeoutError):
            other.wait_for('never', timeout_ms=int(count * BEAT_SECONDS * 1000))

    def test_an_idle_client_answers_heartbeats(self):
        with connect(self.host.unix, reconnect=False) as ws:
            session = ws.greeting['session']
            told = threading.Event()
            ws.on('data_changed', lambda change: told.set())
            self.pass_beats(8)
            ws['x'] = 1
            self.assertEqual(ws.greeting['session'], session)
            self.assertTrue(told.wait(WAIT_SECONDS))

    def test_an_idle_client_of_asyncio_answers_heartbeats(self):
        async def main():
            async with await aio.connect(self.host.unix, reconnect=False) as ws:
                await asyncio.get_running_loop().run_in_executor(None, self.pass_beats, 8)
                await ws.set('x', 1)

        asyncio.run(main())

    def test_a_host_that_stands_still_is_given_up_until_it_goes_on(self):
        with connect(self.host.unix) as ws:
            gone, back = threading.Event(), threading.Event()
            ws.on('disconnected', gone.set)
            ws.on('connected', back.set)
            self.host.pause()
            self.assertTrue(gone.wait(WAIT_SECONDS))
            self.host.resume()
            self.assertTrue(back.wait(WAIT_SECONDS))

    def test_the_same_for_asyncio(self):
        async def main():
            async with await aio.connect(self.host.unix) as ws:
                gone, back = asyncio.Event(), asyncio.Event()
                ws.on('disconnected', gone.set)
                await ws.names()
                ws.on('connected', back.set)
                self.host.pause()
                await asyncio.wait_for(gone.wait(), WAIT_SECONDS)
                self.host.resume()
                await asyncio.wait_for(back.wait(), WAIT_SECONDS)
                await ws.set('x', 1)

        asyncio.run(main())


if __name__ == '__main__':
    unittest.main()
