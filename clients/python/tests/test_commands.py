"""What a client can do beside getting and setting values."""

import threading
import unittest

import numpy as np
from host_test import HostTest

import headframe


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


if __name__ == '__main__':
    unittest.main()
