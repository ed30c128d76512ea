"""The client with threads against a real host: values, commands, errors, several threads, processes."""

import collections
import multiprocessing
import socket
import threading
import unittest

import numpy as np
import pandas as pd
from host import Host

import headframe
from headframe import connect

Point = collections.namedtuple('Point', 'x y')


def setUpModule():
    global HOST
    HOST = Host().start()
    unittest.addModuleCleanup(HOST.remove)


class HostTest(unittest.TestCase):
    def connect(self, address=None, **options):
        workspace = connect(address or HOST.unix, client=self.id().rpartition('.')[2][:64], **options)
        self.addCleanup(workspace.close)
        return workspace

    def setUp(self):
        self.ws = self.connect()
        self.ws.clear()


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
        ws = self.connect(HOST.tcp)
        ws['x'] = 1.0
        self.assertIs(type(ws['x']), float)
        self.assertIs(type(self.ws['x']), float)

    def test_large_arrays_and_tables(self):
        array = np.random.RandomState(0).rand(500, 1000)
        table = pd.DataFrame({'a': np.arange(100_000), 'b': np.random.RandomState(1).rand(100_000), 'c': 'x'})
        for address in (HOST.unix, HOST.tcp):
            ws = self.connect(address)
            ws['array'], ws['table'] = array, table
            got = ws['array']
            np.testing.assert_array_equal(got, array)
            got[0, 0] = 1
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


class Commands(HostTest):
    def test_history(self):
        ws = self.ws
        for value in (1, 2, 3):
            ws['x'] = value
        self.assertEqual([one['preview'] for one in ws.history('x')], ['1', '2', '3'])
        ws.undo('x', 2)
        self.assertEqual(ws['x'], 1)
        ws.redo('x')
        self.assertEqual(ws['x'], 2)

    def test_recycle_bin(self):
        ws = self.ws
        ws['x'] = 1
        ws.delete('x')
        self.assertEqual(ws.recycle_bin()[-1]['name'], 'x')
        self.assertEqual(ws.restore('x'), 'x')
        ws.rename('x', 'y')
        self.assertEqual(ws.names(), ['y'])
        self.assertEqual(ws.clear(), ['y'])
        self.assertEqual(ws.restore(ws.recycle_bin()[-1]['index']), 'y')

    def test_metadata(self):
        ws = self.ws
        ws.set('x', np.arange(4), info={'unit': 'm'})
        ws['y'] = 'text'
        self.assertEqual(ws.metadata('x')['dtype'], 'int64')
        self.assertEqual(list(ws.all_metadata(info={'unit': 'm'})), ['x'])
        self.assertEqual(list(ws.all_metadata(kind='string')), ['y'])
        self.assertEqual(list(ws.all_metadata(name='?')), ['x', 'y'])
        self.assertEqual(ws.update_metadata('x', {'unit': None, 'n': 1})['info'], {'n': 1})
        self.assertEqual(ws.metadata('x')['provider'], ws.client)

    def test_concurrency(self):
        ws, other = self.ws, self.connect()
        first = ws.set('x', 1, if_revision=0)
        with self.assertRaises(headframe.ConflictError) as caught:
            other.set('x', 2, if_revision=0)
        self.assertEqual(caught.exception.data['actual'], first)
        self.assertEqual((ws.increment('n'), other.increment('n', 2), ws.increment('n', 0.5)), (1, 3, 3.5))
        with ws.lock('x', lease_ms=60_000):
            with self.assertRaises(headframe.LockedError):
                other['x'] = 3
            ws['x'] = 4
        other['x'] = 5
        self.assertFalse(ws.unlock('x'))
        ws.delete('x', if_revision=other.metadata('x')['revision'])
        self.assertNotIn('x', other)

    def test_waiting_leaves_the_connection_to_others(self):
        ws = self.ws
        waited = []
        thread = threading.Thread(target=lambda: waited.append(ws.wait_for('later')))
        thread.start()
        ws['other'] = 1
        revision = self.connect().set('later', 1)
        thread.join(30)
        self.assertEqual(waited, [revision])
        with self.assertRaises(TimeoutError):
            ws.wait_for('never', timeout_ms=20)

    def test_parts_and_figures(self):
        ws = self.ws
        ws['a'] = np.arange(20).reshape(4, 5)
        np.testing.assert_array_equal(ws.slice('a', slice(1, 3), [0, 4, 2]), [[5, 7], [10, 12]])
        np.testing.assert_array_equal(ws.slice('a', -1), [[15, 16, 17, 18, 19]])
        self.assertEqual(ws.statistics('a')[0]['count'], 20)

    def test_commands_by_name_and_settings(self):
        self.assertIn('get_var', self.ws.call('list_methods')['methods'])
        self.ws['x'] = 1.0
        self.assertEqual(self.ws.call('get_var', ['x'])['value'], 1.0)
        self.assertIsInstance(self.ws.call('get_var', {'name': 'x', 'method': 'pickle'})['value'], bytes)
        self.assertEqual(self.ws.settings()['locale'], 'en')
        with self.assertRaises(headframe.HeadframeError) as caught:
            self.ws.call('no_such_command')
        self.assertEqual(caught.exception.code, 'UNKNOWN_METHOD')

    def test_long_parameters_go_into_the_payload(self):
        names = [f'name_{i:090d}' for i in range(8000)]
        self.assertEqual(self.ws.get_many(names), {})
        self.ws.set_many({name: 1 for name in names})
        self.assertEqual(self.ws.call('delete_variables', {'names': names})['deleted'], names)

    def test_levels(self):
        for level in ('volatile', 'written', 'synced'):
            self.ws.set('x', level, level=level)
            self.assertEqual(self.ws['x'], level)
        with self.assertRaises(ValueError):
            self.ws.set('x', 1, level='carved')


class ManyUsers(HostTest):
    def test_threads_share_a_client(self):
        ws, wrong = self.ws, []

        def work(number):
            for i in range(100):
                ws[f't{number}'] = [number, i]
                if ws[f't{number}'] != [number, i]:
                    wrong.append((number, i))
                ws.increment('sum')

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(wrong, [])
        self.assertEqual(ws['sum'], 800)

    def test_a_forked_process_gets_a_connection_of_its_own(self):
        ws = self.ws
        ws['x'] = 1
        session = ws.greeting['session']
        fork = multiprocessing.get_context('fork')
        queue = fork.SimpleQueue()

        def child():
            queue.put((ws['x'], ws.set('y', 2), ws.greeting['session']))

        process = fork.Process(target=child)
        process.start()
        process.join(30)
        value, _, other = queue.get()
        self.assertEqual((value, ws['y']), (1, 2))
        self.assertNotEqual(other, session)
        self.assertEqual(ws.greeting['session'], session)


class Ends(HostTest):
    def test_closed(self):
        self.ws.close()
        self.ws.close()
        for use in (lambda: self.ws['x'], lambda: self.ws.set('x', 1), lambda: self.ws.changes(), self.ws.names):
            with self.assertRaises(headframe.ClosedError):
                use()

    def test_closing_wakes_who_waits(self):
        for _ in range(10):
            ws, caught = self.connect(), []

            def wait(ws=ws, caught=caught):
                try:
                    ws.call('wait_for', {'name': 'never'})
                except headframe.HeadframeError as error:
                    caught.append(error.code)

            thread = threading.Thread(target=wait)
            thread.start()
            self.ws['x'] = 1
            ws.close()
            thread.join(30)
            self.assertEqual(caught, ['CLOSED'])

    def test_a_host_that_does_not_answer(self):
        with socket.socket() as silent:
            silent.bind(('127.0.0.1', 0))
            silent.listen()
            with self.assertRaises(headframe.RequestTimeoutError) as caught:
                connect(silent.getsockname()[1], timeout_ms=100)
        self.assertIsInstance(caught.exception, TimeoutError)

    def test_an_answer_that_does_not_come_in_time_ends_the_connection_and_the_next_request_has_another(self):
        ws = self.connect(timeout_ms=300)
        ws['x'] = 1
        session = ws.greeting['session']
        HOST.pause()
        try:
            with self.assertRaises(headframe.RequestTimeoutError):
                ws['x']
        finally:
            HOST.resume()
        ws = self.connect()
        self.assertEqual(ws['x'], 1)
        self.assertNotEqual(ws.greeting['session'], session)


if __name__ == '__main__':
    unittest.main()
