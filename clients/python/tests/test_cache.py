"""Values that a client keeps: only those that nobody can change, and never one that is no longer the variable's."""

import array
import datetime
import decimal
import fractions
import os
import tempfile
import unittest
import uuid

import numpy as np
from host_test import HostTest

import headframe
from headframe._cache import Cache
from headframe._immutable import size_of
from headframe._versions import ALIVE, VersionTable

TEXT = 'a text that is long enough not to be interned, and of more than one word'


class Table:
    """A version table whose numbers a test sets."""

    capacity = 1000

    def __init__(self):
        self.numbers = array.array('Q', [0, 1, 1000, *[0] * (5 + self.capacity)])


class Keeping(unittest.TestCase):
    def test_what_nobody_can_change_has_a_size(self):
        fixed = np.arange(1000)
        fixed.flags.writeable = False
        values = (
            *(None, True, 1, 1.5, 1j, 'text', b'bytes', range(5), datetime.date(2000, 1, 1), datetime.timedelta(1)),
            *(decimal.Decimal('1.5'), fractions.Fraction(1, 3), uuid.uuid4(), np.float64(1), np.datetime64('2000')),
            *(fixed, (1, ('a', b'b', np.int8(1))), frozenset({1, (2,)}), ()),
        )
        for value in values:
            self.assertGreater(size_of(value), 0, value)
        self.assertGreaterEqual(size_of(fixed), 8000)
        self.assertGreaterEqual(size_of(('x' * 1000, ('y' * 1000,))), 2000)

    def test_what_somebody_can_change_has_none(self):
        class Text(str):
            pass

        objects = np.array([[], {}], object)
        objects.flags.writeable = False
        record = np.zeros(1, [('a', 'i4')])[0]
        deep = ()
        for _ in range(1000):
            deep = (deep,)
        values = ([], {}, set(), bytearray(1), np.arange(3), objects, record, (1, []), Text('x'), object(), deep)
        for value in (*values, (np.zeros(3).view(),), np.matrix([1]), datetime.datetime.now()):
            self.assertIsNone(size_of(value), value)

    def test_it_takes_no_more_than_it_may(self):
        cache, table = Cache(100_000), Table()
        for i in range(1000):
            cache.put(f'v{i}', 'x' * 1000, 0, table, i, 1)
            self.assertLessEqual(cache._size, 100_000)
        self.assertIsNone(cache.look('v0'))
        self.assertIsNotNone(cache.look('v999'))
        self.assertGreater(len(cache._entries), 50)
        cache.put('v999', 'x' * 200_000, 0, table, 999, 2)
        self.assertIsNone(cache.look('v999'))
        for name in list(cache._entries):
            cache.forget(name)
        self.assertEqual((cache._size, cache._sizes), (0, {}))

    def test_a_slot_beyond_the_table_is_not_looked_at(self):
        cache = Cache(100_000)
        cache.put('x', 1, 0, Table(), Table.capacity, 1)
        self.assertIsNone(cache.look('x'))


class Tables(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='headframe-versions-')
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, 'versions')

    def write(self, numbers, magic=b'HFVERS1\n'):
        with open(self.path, 'wb') as file:
            file.write(magic + array.array('Q', numbers).tobytes())

    def test_a_table_is_read_as_it_is_written(self):
        self.write([1, 2, 0, 0, 0, 0, 0, 11, 12])
        table = VersionTable(self.path)
        self.assertTrue(table.alive)
        self.assertEqual(list(table.numbers[8:]), [11, 12])
        with open(self.path, 'r+b') as file:
            file.seek(8)
            file.write(bytes(4))
            file.seek(72)
            file.write((13).to_bytes(8, 'little'))
        self.assertEqual((table.numbers[ALIVE], table.numbers[9]), (0, 13))
        self.assertTrue(table.numbers.readonly)

    def test_other_files_are_no_tables(self):
        with self.assertRaises(OSError):
            VersionTable(self.path)
        short, shorter, of_another_kind = [1, 2, 0, 0, 0, 0, 0, 11], [1, 0], b'HFVERS2\n'
        for content in ((short,), (shorter,), ([1] * 20, of_another_kind)):
            self.write(*content)
            with self.assertRaises(OSError):
                VersionTable(self.path)
        os.rename(self.path, self.path + '.real')
        os.symlink(self.path + '.real', self.path)
        with self.assertRaises(OSError):
            VersionTable(self.path)


class Reading(HostTest):
    def test_an_immutable_value_is_kept(self):
        self.ws['x'] = TEXT
        self.assertIs(self.ws['x'], self.ws['x'])
        self.ws['t'] = (1, TEXT)
        self.assertIs(self.ws['t'], self.ws['t'])

    def test_a_mutable_one_is_not(self):
        self.ws['x'] = [1]
        self.ws['x'].append(2)
        self.assertEqual(self.ws['x'], [1])
        self.ws['a'] = np.arange(3)
        self.ws['a'][0] = 5
        self.assertEqual(list(self.ws['a']), [0, 1, 2])

    def test_a_mapped_array_is_kept_and_everybody_has_one_of_his_own(self):
        self.ws['x'] = np.arange(100_000)
        first, second = self.ws['x'], self.ws['x']
        self.assertIsNot(first, second)
        self.assertTrue(np.shares_memory(first, second))
        self.ws['x'].shape = (2, 50_000)
        self.assertEqual(self.ws['x'].shape, (100_000,))

    def test_it_is_switched_off(self):
        for options in ({'cache': False}, {'cache': 0}, {'places': False}):
            ws = self.connect(**options)
            ws['x'] = TEXT
            self.assertEqual(ws['x'], TEXT)
            self.assertIsNot(ws['x'], ws['x'])

    def test_after_every_change_the_value_is_the_variables(self):
        ws, other = self.ws, self.connect()
        for writer in (other, ws):
            ws['x'], ws['y'] = 1, 2
            self.assertEqual((ws['x'], ws['x'], ws['y']), (1, 1, 2))
            writer['x'] = 3
            self.assertEqual(ws['x'], 3)
            writer.increment('x')
            self.assertEqual(ws['x'], 4)
            writer.undo('x')
            self.assertEqual(ws['x'], 3)
            writer.set_many({'x': 5, 'y': 6})
            self.assertEqual((ws['x'], ws['y']), (5, 6))
            writer.set('x', 7, info={'unit': 'm'})
            self.assertEqual(ws['x'], 7)
            writer.rename('x', 'z')
            self.assertEqual(ws['z'], 7)
            self.assertIsNone(ws.get('x', None))
            writer.rename('y', 'x')
            self.assertEqual(ws['x'], 6)
            del writer['x']
            with self.assertRaises(headframe.NotFoundError):
                ws['x']
            writer['new'] = 'in the slot of another'
            self.assertEqual(ws['new'], 'in the slot of another')
            self.assertIsNone(ws.get('x', None))
            writer.restore('x')
            self.assertEqual(ws['x'], 6)
            writer.clear()
            self.assertEqual([ws.get(name, None) for name in ('x', 'z', 'new')], [None] * 3)

    def test_over_restarts_of_the_host(self):
        self.ws['x'] = TEXT
        self.assertEqual(self.ws['x'], TEXT)
        numbers = self.ws._cached('x')[2]
        self.host.stop()
        self.assertEqual(numbers[ALIVE], 0)
        self.host.start()
        with self.connect() as other:
            other['x'] = 'another'
        self.assertEqual(self.ws['x'], 'another')
        self.assertIs(self.ws['x'], self.ws['x'])

    def test_what_is_closed_gives_nothing(self):
        ws = self.connect()
        ws['x'] = 1
        self.assertEqual(ws['x'], 1)
        ws.close()
        with self.assertRaises(headframe.ClosedError):
            ws['x']


if __name__ == '__main__':
    unittest.main()
