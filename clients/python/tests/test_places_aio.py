"""The data plane and the cache of the asyncio client."""

import asyncio
import os
import unittest

import numpy as np
from host import shared_host
from maps import mapped

import headframe
from headframe import aio

TEXT = 'a text that is long enough not to be interned, and of more than one word'


class Places(unittest.IsolatedAsyncioTestCase):
    async def connect(self, **options):
        ws = await aio.connect(self.host.unix, **options)
        self.addAsyncCleanup(ws.close)
        return ws

    async def asyncSetUp(self):
        self.host = shared_host()
        self.ws = await self.connect()
        await self.ws.clear()

    async def test_values_are_mapped_and_written(self):
        array = np.random.RandomState(0).rand(1000, 1000)
        other = await self.connect(allow_pickle=True)
        for method in ('json', 'pickle'):
            await other.set('x', array, method=method)
            got = await other.get('x')
            self.assertFalse(got.flags.writeable)
            np.testing.assert_array_equal(got, array)
        self.assertGreaterEqual(len(mapped(self.host.blobs)), 1)
        sent = await (await self.connect(places=False)).get('x')
        self.assertTrue(sent.flags.writeable)
        np.testing.assert_array_equal(sent, array)

    async def test_what_is_refused_or_given_up_leaves_no_file(self):
        await self.ws.set('x', np.zeros(100_000))
        known = sorted(os.listdir(self.host.blobs))
        with self.assertRaises(headframe.ConflictError):
            await self.ws.set('x', np.ones(100_000), if_revision=0)
        self.assertEqual(sorted(os.listdir(self.host.blobs)), known)
        setting = asyncio.ensure_future(self.ws.set('y', np.ones(10_000_000)))
        await asyncio.sleep(0)
        setting.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await setting
        await asyncio.get_running_loop().shutdown_default_executor()
        await self.ws.names()
        self.assertEqual(sorted(os.listdir(self.host.blobs)), known)

    async def test_a_kept_value_is_never_an_old_one(self):
        other = await self.connect(client='other')
        await self.ws.set('x', TEXT)
        self.assertIs(await self.ws.get('x'), await self.ws.get('x'))
        for i in range(200):
            await other.set('x', i)
            self.assertEqual(await self.ws.get('x'), i)
            self.assertEqual(await self.ws.get('x'), i)
        await other.delete('x')
        self.assertIsNone(await self.ws.get('x', None))

    async def test_after_a_restart_places_are_proven_anew(self):
        array = np.arange(100_000)
        await self.ws.set('x', array)
        await self.ws.set('y', TEXT)
        self.assertEqual(await self.ws.get('y'), TEXT)
        self.host.stop()
        self.host.start()
        again = await self.ws.get('x')
        self.assertFalse(again.flags.writeable)
        np.testing.assert_array_equal(again, array)
        async with await self.connect() as other:
            await other.set('y', 'another')
        self.assertEqual(await self.ws.get('y'), 'another')


if __name__ == '__main__':
    unittest.main()
