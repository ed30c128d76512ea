"""What listeners are told of one host."""

import threading
import unittest

import numpy as np
from host_test import HostTest
from told import WAIT_SECONDS, Told


class Notifications(HostTest):
    def setUp(self):
        super().setUp()
        self.writer = self.connect(client='writer')

    def test_every_change_in_order_with_who_and_what(self):
        ws, told = self.connect(client='listener'), Told()
        self.assertIs(ws.on_change(told), told)
        first = self.writer.set('x', 1)
        self.writer['x'] = 'two'
        self.writer.rename('x', 'y')
        ws['own'] = 1
        self.writer.delete('y')
        self.writer['end'] = 1
        told.until(lambda change: change.name == 'end')
        self.assertEqual(
            told.brief,
            [
                ('x', 'created'),
                ('x', 'changed'),
                ('x', 'renamed'),
                ('y', 'renamed'),
                ('own', 'created'),
                ('y', 'deleted'),
                ('end', 'created'),
            ],
        )
        revisions = [change.revision for change in told.changes]
        self.assertEqual(revisions, sorted(revisions))
        self.assertEqual(told.changes[0].revision, first)
        self.assertEqual([change.provider for change in told.changes[:2]], ['writer', 'writer'])
        self.assertEqual([change.own for change in told.changes], [False] * 4 + [True] + [False] * 2)
        self.assertEqual([change.deleted for change in told.changes], [False, False, True, False, False, True, False])
        self.assertEqual(told.changes[3].renamed_from, 'x')
        self.assertEqual(told.changes[1].metadata['size'], 5)

    def test_patterns_kinds_and_values_that_come_along(self):
        named, all_ = Told(), Told()
        ws = self.connect(subscribe={'names': ['s_*', 'end'], 'inline': 100})
        ws.on_change('s_?')(named)
        ws.on_change(all_)
        kinds, ends = self.connect(subscribe={'kinds': ['array']}), Told()
        kinds.on('data_changed', ends)
        self.writer.set_many({'other': 0, 's_1': (1,), 's_22': np.zeros(100), 'end': np.arange(2)})
        all_.until(lambda change: change.name == 'end')
        ends.until(lambda change: change.name == 'end')
        self.assertEqual(named.brief, [('s_1', 'created')])
        self.assertEqual([change.name for change in all_.changes], ['s_1', 's_22', 'end'])
        self.assertEqual([change.parts is None for change in all_.changes], [False, True, False])
        self.assertEqual(ws.value_of(all_.changes[0]), (1,))
        np.testing.assert_array_equal(ws.value_of(all_.changes[1]), np.zeros(100))
        self.assertEqual([change.name for change in ends.changes], ['s_22', 'end'])

    def test_a_listener_may_use_the_workspace_and_fail_without_harm(self):
        ws, told = self.connect(), Told()

        @ws.on_change('x')
        def double(change):
            ws['doubled'] = 2 * ws['x']
            raise RuntimeError('what a listener throws')

        ws.on_change('doubled')(told)
        with self.assertLogs('headframe', 'ERROR'):
            self.writer['x'] = 21
            told.until(lambda change: change.name == 'doubled')
        self.assertEqual(ws['doubled'], 42)

    def test_iterating_gives_the_last_of_each_and_ends_with_the_client(self):
        ws, told = self.connect(), Told()
        changes = ws.changes()
        ws.on_change(told)
        for i in range(100):
            self.writer['x'] = i
            self.writer['y'] = i
        self.writer['end'] = 1
        told.until(lambda change: change.name == 'end')
        got = [changes.next(1000) for _ in range(3)]
        self.assertEqual([change.name for change in got], ['x', 'y', 'end'])
        self.assertEqual([self.writer.metadata(change.name)['revision'] for change in got], [c.revision for c in got])
        self.assertIsNone(changes.next(1))
        ws.close()
        self.assertEqual(list(changes), [])

    def test_listeners_are_taken_away(self):
        ws, first, second = self.connect(), Told(), Told()
        stop = ws.on('data_changed', first)
        ws.on('data_changed', second)
        stop()
        stop()
        self.writer['x'] = 1
        second.until(lambda change: change.name == 'x')
        self.assertEqual(first.changes, [])
        with self.assertRaises(ValueError):
            ws.on('nothing', first)

    def test_a_listener_may_close_the_client(self):
        ws, closed = self.connect(), threading.Event()

        @ws.on_change
        def close(change):
            ws.close()
            closed.set()

        self.writer['x'] = 1
        self.assertTrue(closed.wait(WAIT_SECONDS))


if __name__ == '__main__':
    unittest.main()
