"""The asyncio client against a real host: values, many requests at a time, changes."""

import asyncio
import unittest

import numpy as np
from host import shared_host

import headframe
from headframe import aio

WAIT_SECONDS = 60


class Asyncio(unittest.IsolatedAsyncioTestCase):
    async def connect(self, address=None, **options):
        ws = await aio.connect(address or self.host.unix, **options)
        self.addAsyncCleanup(ws.close)
        return ws

    async def asyncSetUp(self):
        self.host = shared_host()
        self.ws = await self.connect(client='test')
        await self.ws.clear()

    async def test_values(self):
        array = np.random.RandomState(0).rand(300, 1000)
        for address in (self.host.unix, self.host.tcp):
            ws = await self.connect(address)
            await ws.set('x', (1, {'a': 2.0}))
            await ws.set('array', array)
            self.assertEqual(await ws.get('x'), (1, {'a': 2.0}))
            np.testing.assert_array_equal(await ws.get('array'), array)
            self.assertEqual(await ws.get('none', 5), 5)
            with self.assertRaises(headframe.NotFoundError):
                await ws.get('none')
            await ws.set_many({'a': 1, 'b': [2]})
            self.assertEqual(await ws.get_many(['a', 'none', 'b']), {'a': 1, 'b': [2]})
            await ws.delete('a')
            self.assertEqual(sorted(await ws.names()), ['array', 'b', 'x'])

    async def test_commands(self):
        ws = self.ws
        await ws.set('x', 1, info={'unit': 'm'})
        self.assertEqual((await ws.metadata('x'))['info'], {'unit': 'm'})
        await ws.set('x', 2)
        await ws.undo('x')
        self.assertEqual(await ws.get('x'), 1)
        with self.assertRaises(headframe.ConflictError):
            await ws.set('x', 2, if_revision=0)
        other = await self.connect()
        async with await ws.lock('x'):
            with self.assertRaises(headframe.LockedError):
                await other.set('x', 3)
        waiting = asyncio.ensure_future(other.wait_for('later'))
        self.assertEqual(await ws.increment('later', 3), 3)
        self.assertEqual(await waiting, (await ws.metadata('later'))['revision'])
        with self.assertRaises(headframe.RequestTimeoutError):
            await ws.wait_for('never', timeout_ms=20)

    async def test_many_requests_at_a_time(self):
        asyncio.get_running_loop().set_debug(False)  # which would take more time than the requests
        await asyncio.gather(*(self.ws.set(f'v{i}', i) for i in range(1000)))
        self.assertEqual(await asyncio.gather(*(self.ws.get(f'v{i}') for i in range(1000))), list(range(1000)))
        asked = asyncio.ensure_future(self.ws.get('v1'))
        await asyncio.sleep(0)
        asked.cancel()
        self.assertEqual(await self.ws.get('v2'), 2)

    async def test_changes(self):
        ws, writer = self.ws, await self.connect(client='writer')
        changes, told, both = ws.changes(), [], asyncio.Event()

        @ws.on_change('x*')
        async def tell(change):
            await ws.get(change.name)
            told.append((change.change, change.provider, change.own))
            if len(told) == 2:
                both.set()

        await ws.set('own', 1)
        await writer.set('x1', 1)
        await writer.set('x1', 2)
        await writer.set('end', 1)
        seen = []
        async for change in changes:
            seen.append(change.name)
            if change.name == 'end':
                changes.close()
        self.assertEqual(seen[0], 'own')
        self.assertEqual(seen[-1], 'end')
        await asyncio.wait_for(both.wait(), WAIT_SECONDS)
        self.assertEqual(told, [('created', 'writer', False), ('changed', 'writer', False)])

    async def test_closed(self):
        waiting = asyncio.ensure_future(self.ws.call('wait_for', {'name': 'never'}))
        await self.ws.set('x', 1)
        await self.ws.close()
        with self.assertRaises(headframe.ClosedError):
            await waiting
        with self.assertRaises(headframe.ClosedError):
            await self.ws.get('x')

    async def test_nobody_there(self):
        with self.assertRaises(headframe.DisconnectedError):
            await aio.connect('unix:/nowhere/at.all')


if __name__ == '__main__':
    unittest.main()
