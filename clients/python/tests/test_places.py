"""Values in files: mapped by those who read them, written by those who set them, and sent where that cannot be."""

import gc
import os
import resource
import threading
import time
import unittest

import numpy as np
import pandas as pd
from host import Host
from host_test import HostTest
from maps import mapped, opened, resident_bytes
from other_python import OtherPython

import headframe

GIGABYTE = 1_000_000_000
WAIT_SECONDS = 60


MARKS = 1000
"""The numbers of a long array that are not 0."""


def assert_equal(got, value):
    if isinstance(value, pd.DataFrame):
        pd.testing.assert_frame_equal(got, value)
    elif isinstance(value, (dict, np.ndarray)):
        np.testing.assert_equal(got, value)
    else:
        assert got == value


class Places(HostTest):
    @classmethod
    def setUpClass(cls):
        cls.own_host = Host().start()
        cls.addClassCleanup(cls.own_host.remove)

    def begin_host(self):
        gc.collect()  # as mapped values of earlier tests count, too
        return self.own_host

    def blobs(self):
        return sorted(os.listdir(self.host.blobs))

    def until(self, condition):
        """Lets the host do what it does after its answers, until a condition holds."""
        deadline = time.monotonic() + WAIT_SECONDS
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            self.ws.names()

    def test_a_gigabyte_of_another_process(self):
        host = self.host
        self.ws['warm'] = np.arange(100_000.0)
        before = resident_bytes(host.pid)
        with OtherPython(host.unix) as writer:
            writer.run(f'big = np.zeros({GIGABYTE // 8})')
            writer.run(f"big[:: {GIGABYTE // 8 // MARKS}] = np.arange(1, {MARKS + 1}); ws['big'] = big; del big")
            got = self.ws['big']
            (name,) = mapped(host.blobs)
            self.assertEqual(mapped(host.blobs)[name], 'r--s')
            self.assertFalse(got.flags.writeable)
            with self.assertRaises(ValueError):
                got.flags.writeable = True
            self.assertEqual(got.shape, (GIGABYTE // 8,))
            (marked,) = np.nonzero(got)
            np.testing.assert_array_equal(marked, np.arange(0, GIGABYTE // 8, GIGABYTE // 8 // MARKS))
            np.testing.assert_array_equal(got[marked], np.arange(1, MARKS + 1))
            self.assertLess(resident_bytes(host.pid) - before, GIGABYTE / 10)
            self.assertIn(name, self.blobs())

            writer.run("ws['big'] = 'small'")
            self.assertEqual(self.ws['big'], 'small')
            self.until(lambda: name not in self.blobs())
            np.testing.assert_array_equal(got[marked], np.arange(1, MARKS + 1))
            del got
            for pid in (os.getpid(), writer.pid):
                self.assertEqual(mapped(host.blobs, pid), {})
                self.assertNotIn(name, opened(host.blobs, pid))
            self.assertEqual(mapped(host.blobs, host.pid), {})

    def test_what_is_set_is_written_once_and_not_sent(self):
        array = np.random.RandomState(0).rand(1000, 1000)
        known = self.blobs()
        self.ws['a'] = array
        (name,) = set(self.blobs()) - set(known)
        state = os.stat(os.path.join(self.host.blobs, name))
        self.assertEqual((state.st_mode & 0o777, state.st_nlink), (0o400, 1))
        np.testing.assert_array_equal(self.connect(places=False)['a'], array)
        self.assertEqual(self.ws.metadata('a')['shape'], [1000, 1000])

    def test_all_kinds_of_large_values(self):
        table = pd.DataFrame({'a': np.arange(20_000), 'b': np.random.RandomState(1).rand(20_000), 'c': 'x'})
        values = {
            'text': 'x变' * 20_000,
            'bytes': bytes(range(256)) * 300,
            'bytearray': bytearray(b'ab' * 40_000),
            'list': list(range(25_000)),
            'nested': {'a': np.arange(10_000), 'b': (np.ones((150, 150), 'f4'), None)},
            'fortran': np.asfortranarray(np.random.RandomState(2).rand(100, 120)),
            'strided': np.arange(30_000)[::3],
            'table': table,
        }
        pickling = self.connect(allow_pickle=True)
        readers = [self.ws, pickling, self.connect(places=False), self.connect(self.host.tcp)]
        for name, value in values.items():
            for method in ('json', 'pickle'):
                pickling.set(name, value, method=method)
                for reader in readers:
                    with self.subTest(name, method=method, reader=readers.index(reader)):
                        got = reader[name]
                        self.assertIs(type(got), type(value))
                        assert_equal(got, value)

    def test_buffers_of_pickles_are_mapped_too(self):
        ws = self.connect(allow_pickle=True)
        ws.set('x', {'a': np.arange(100_000), 'b': np.ones(100_000)}, method='pickle')
        got = ws['x']
        self.assertFalse(got['a'].flags.writeable or got['b'].flags.writeable)
        self.assertEqual(len(mapped(self.host.blobs)), 1)
        kept = got['a'][5:10]
        del got
        self.assertEqual(list(kept), [5, 6, 7, 8, 9])
        self.assertEqual(len(mapped(self.host.blobs)), 1)
        del kept
        self.assertEqual(mapped(self.host.blobs), {})

    def test_without_places_an_array_is_the_readers_own(self):
        ws = self.connect(places=False)
        ws['x'] = np.zeros(100_000)
        ws['x'][0] = 1
        got = ws['x']
        got[0] = 1
        self.assertEqual(mapped(self.host.blobs), {})
        self.assertEqual(self.ws['x'][0], 0)

    def test_what_is_refused_leaves_no_file(self):
        revision = self.ws.set('x', np.zeros(100_000))
        known = self.blobs()
        with self.assertRaises(headframe.ConflictError):
            self.ws.set('x', np.ones(100_000), if_revision=0)
        with self.connect().lock('x'), self.assertRaises(headframe.LockedError):
            self.ws.set('x', np.ones(100_000))
        with self.assertRaises(headframe.HeadframeError) as caught:
            self.ws['no name'] = np.ones(100_000)
        self.assertEqual(caught.exception.code, 'BAD_NAME')
        self.assertEqual(self.blobs(), known)
        self.assertEqual(self.ws.set('x', np.ones(100_000), if_revision=revision), self.ws.metadata('x')['revision'])

    def test_where_no_file_can_be_written_the_value_is_sent(self):
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        array = np.arange(100_000)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limit[1]))
        try:
            self.ws['x'] = array
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        np.testing.assert_array_equal(self.ws['x'], array)
        self.assertEqual([name for name in self.blobs() if name.endswith('.tmp')], [])

    def test_a_process_that_may_open_few_files_maps_few_and_is_sent_the_rest(self):
        arrays = {f'a{i}': np.full(10_000, i) for i in range(60)}
        self.ws.set_many(arrays)
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (120, limit[1]))
        try:
            got = {name: self.ws[name] for name in arrays}
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limit)
        np.testing.assert_equal(got, arrays)
        self.assertEqual(len(mapped(self.host.blobs)), 30)
        self.assertEqual(sum(array.flags.writeable for array in got.values()), 30)

    def test_who_cannot_read_the_folder_is_sent_the_values(self):
        array = np.arange(100_000)
        self.ws['x'] = array
        with OtherPython(self.host.tcp, can_read=False) as other:
            other.run("array = ws['x']; assert array.flags.writeable; ws['y'] = array + 1")
            self.assertEqual(mapped(self.host.blobs, other.pid), {})
        np.testing.assert_array_equal(self.ws['y'], array + 1)

    def test_a_value_that_is_overwritten_all_the_time_is_always_a_whole_one(self):
        writer = self.connect()
        ended = threading.Event()

        def write():
            try:
                for i in range(1, 300):
                    writer['x'] = np.full(20_000, i)
            finally:
                ended.set()

        writer['x'] = np.full(20_000, 0)
        thread = threading.Thread(target=write)
        thread.start()
        last = 0
        while not ended.is_set():
            got = self.ws['x']
            self.assertEqual(got.min(), got.max())
            self.assertGreaterEqual(got[0], last)
            last = got[0]
        thread.join()
        self.assertEqual(self.ws['x'][0], 299)

    def test_after_a_restart_places_are_proven_anew(self):
        array = np.arange(100_000)
        self.ws['x'] = array
        got = self.ws['x']
        self.host.stop()
        np.testing.assert_array_equal(got, array)
        self.host.start()
        again = self.ws['x']
        self.assertFalse(again.flags.writeable)
        np.testing.assert_array_equal(again, array)
        self.ws['x'] = array + 1
        np.testing.assert_array_equal(self.ws['x'], array + 1)


if __name__ == '__main__':
    unittest.main()
