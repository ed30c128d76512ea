"""Values of all kinds against a real host, one by one and many at once, and pickles."""

import collections
import unittest

import numpy as np
import pandas as pd
from host_test import HostTest

import headframe

Point = collections.namedtuple('Point', 'x y')


class Values(HostTest):
    def test_as_a_dict(self):
        ws = self.ws
        ws['x'] = [1, 2]
        ws['变量'] = (1, {'a': {2}})
        self.assertEqual(ws['x'], [1, 2])
        self.assertEqual(ws['变量'], (1, {'a': {2}}))
        self.assertIn('x', ws)
        self.assertNotIn('y', ws)
        self.assertNotIn(1, ws)
        self.assertEqual(sorted(ws), ['x', '变量'])
        self.assertEqual(len(ws), 2)
        del ws['x']
        with self.assertRaises(KeyError):
            ws['x']
        self.assertEqual(ws.get('x', 5), 5)

    def test_over_tcp_too(self):
        ws = self.connect(self.host.tcp)
        ws['x'] = 1.0
        self.assertIs(type(ws['x']), float)
        self.assertIs(type(self.ws['x']), float)

    def test_large_arrays_and_tables(self):
        array = np.random.RandomState(0).rand(500, 1000)
        table = pd.DataFrame({'a': np.arange(20_000), 'b': np.random.RandomState(1).rand(20_000), 'c': 'x'})
        for address in (self.host.unix, self.host.tcp):
            ws = self.connect(address)
            ws['array'], ws['table'] = array, table
            got = ws['array']
            np.testing.assert_array_equal(got, array)
            self.assertFalse(got.flags.writeable)
            pd.testing.assert_frame_equal(ws['table'], table)
            self.assertEqual(ws.metadata('array')['shape'], [500, 1000])

    def test_many_at_once(self):
        values = {f'v{i}': [i, 'x' * i] for i in range(500)}
        revisions = self.ws.set_many(values)
        self.assertEqual(
            sorted(revisions.values()), list(range(min(revisions.values()), min(revisions.values()) + 500))
        )
        self.assertEqual(self.ws.get_many([*values, 'none']), values)
        arrays = {f'a{i}': np.full(1000, i) for i in range(200)}
        self.ws.set_many(arrays)
        for name, array in self.ws.get_many(arrays).items():
            np.testing.assert_array_equal(array, arrays[name])
        self.assertEqual(self.ws.get_many([]), {})

    def test_all_or_none(self):
        self.ws['there'] = 1
        with self.assertRaises(headframe.ConflictError):
            self.ws.set_many({'new': 1, 'there': 2}, if_revision={'there': 0})
        self.assertNotIn('new', self.ws)

    def test_a_batch_gives_each_its_result(self):
        with self.ws.batch() as batch:
            batch.set('x', 1).get('x').delete('x')
        revision, value, deletion = batch.results
        self.assertEqual((value, deletion), (1, revision + 1))
        array = np.arange(100_000)
        batch = self.ws.batch()
        for i in range(300):
            batch.set(f'b{i % 7}', i).get(f'b{i % 7}')
        batch.set('big', array).get('big').get('none').set('last', 1)
        results = batch.send()
        self.assertEqual(results[1:600:2], list(range(300)))
        np.testing.assert_array_equal(results[601], array)
        self.assertIsInstance(results[602], headframe.NotFoundError)
        self.assertEqual(self.ws['last'], 1)
        with self.assertRaises(headframe.NotFoundError), self.ws.batch() as batch:
            batch.get('none').set('after', 1)
        self.assertEqual(self.ws['after'], 1)


class Pickles(HostTest):
    def test_they_are_refused_unless_they_are_allowed(self):
        for value in (Point(1, 2), lambda: 1):
            with self.assertRaises(headframe.NotConvertibleError) as caught:
                self.ws['x'] = value
            self.assertIn('allow_pickle=True', str(caught.exception))
        with self.assertRaises(headframe.HeadframeError) as caught:
            self.ws.set('x', 1, method='pickle')
        self.assertEqual(caught.exception.code, 'PICKLE_REFUSED')
        with self.assertRaises(ValueError):
            self.ws.set('x', 1, method='xml')

    def test_what_is_no_data_is_pickled_and_cloudpickled(self):
        ws = self.connect(allow_pickle=True)
        ws['point'], ws['function'] = Point(1, 2), lambda n: n + 1
        self.assertEqual(ws['point'], Point(1, 2))
        self.assertEqual(ws['function'](1), 2)
        self.assertEqual(ws.metadata('point')['method'], 'pickle')
        ws['data'] = {1: (2,)}
        self.assertEqual(ws.metadata('data')['method'], 'json')

    def test_arrays_are_pickled_out_of_band(self):
        ws = self.connect(allow_pickle=True)
        table = pd.DataFrame({'a': np.arange(50_000), 'b': np.arange(50_000.0)})
        ws.set('table', table, method='pickle')
        pd.testing.assert_frame_equal(ws['table'], table)

    def test_pickles_of_data_are_read_as_typed_json_and_others_name_the_remedy(self):
        writer = self.connect(allow_pickle=True)
        writer.set('array', np.arange(5), method='pickle')
        writer['point'] = Point(1, 2)
        np.testing.assert_array_equal(self.ws['array'], np.arange(5))
        np.testing.assert_array_equal(self.ws.get_many(['array'])['array'], np.arange(5))
        with self.assertRaises(headframe.NotConvertibleError) as caught:
            self.ws['point']
        self.assertIn('allow_pickle=True', str(caught.exception))


if __name__ == '__main__':
    unittest.main()
