"""What listeners are told: of one host, over its restarts, and by a view that is checked at random."""

import os
import random
import signal
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from host import Host

import headframe
from headframe import connect
from headframe._events import Events
from headframe._follower import Follower
from headframe._frame import Frame
from headframe._json import write_json
from headframe._protocol import DATA_CHANGED, DATA_DELETED, NOTIFICATION
from headframe._view import Subscription, name_matcher

WAIT_SECONDS = 60
SEED = int(os.environ.get('HEADFRAME_SEED', random.randrange(2**32)))


class Told:
    """Records changes and lets a test wait for one."""

    def __init__(self):
        self.changes = []
        self._added = threading.Condition()

    def __call__(self, change):
        with self._added:
            self.changes.append(change)
            self._added.notify_all()

    def until(self, wanted):
        with self._added:
            if not self._added.wait_for(lambda: any(map(wanted, self.changes)), WAIT_SECONDS):
                raise AssertionError(f'it was not told: {self.changes}')

    @property
    def brief(self):
        return [(change.name, change.change) for change in self.changes]


class Notifications(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = Host().start()
        cls.addClassCleanup(cls.host.remove)

    def connect(self, **options):
        workspace = connect(self.host.unix, **options)
        self.addCleanup(workspace.close)
        return workspace

    def setUp(self):
        self.writer = self.connect(client='writer')
        self.writer.clear()

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


class Restarts(unittest.TestCase):
    def test_five_restarts_leave_every_view_at_what_the_host_has(self):
        choose = random.Random(SEED)
        print('seed', SEED)
        with Host() as host, connect(host.unix, client='writer') as writer:
            watchers = [connect(address, client=f'watcher {i}') for i, address in enumerate((host.unix, host.tcp))]
            views = [View() for _ in watchers]
            for ws, view in zip(watchers, views):
                ws.on('data_changed', view)
                ws.on('data_deleted', view)
                ws.on('disconnected', view.broken.set)
            with ThreadPoolExecutor(1) as pool:
                for number in range(5):
                    write_at_random(writer, choose)
                    ending = pool.submit(write_at_random, writer, random.Random(SEED + number), True)
                    host.stop(choose.choice((signal.SIGTERM, signal.SIGKILL)))
                    host.start()
                    ending.result()
                    write_at_random(writer, choose)
                    self.check(writer, watchers, views, f'end {number}')
            for ws in watchers:
                ws.close()

    def check(self, writer, watchers, views, end):
        writer['end'] = end
        revision = writer.metadata('end')['revision']
        there = {name: one['revision'] for name, one in writer.all_metadata().items()}
        for ws, view in zip(watchers, views):
            view.until('end', revision)
            self.assertEqual(view.state, there)
            self.assertEqual(view.twice, [])
            self.assertEqual(ws['end'], end)


class View(Told):
    """What a listener believes that there is, and what it was told twice."""

    def __init__(self):
        super().__init__()
        self.state = {}
        self.twice = []
        self.broken = threading.Event()

    def __call__(self, change):
        if change.deleted:
            if change.name not in self.state:
                self.twice.append(change)
            self.state.pop(change.name, None)
        else:
            last = self.changes[-1] if self.changes else None
            if last is not None and (last.name, last.revision, last.metadata) == (
                change.name,
                change.revision,
                change.metadata,
            ):
                self.twice.append(change)
            self.state[change.name] = change.revision
        super().__call__(change)

    def until(self, name, revision):
        with self._added:
            if not self._added.wait_for(lambda: self.state.get(name) == revision, WAIT_SECONDS):
                raise AssertionError(f'{name} never came to {revision}: {self.state}')


def write_at_random(ws, choose, may_fail=False):
    """Writes and deletes a few variables; while the host goes away, some of it may fail."""
    for _ in range(60):
        name = f'v{choose.randrange(12)}'
        try:
            if choose.random() < 0.25:
                ws.delete(name)
            else:
                ws[name] = choose.random()
        except headframe.NotFoundError:
            continue
        except (headframe.DisconnectedError, headframe.HeadframeError) as error:
            if not may_fail or error.code not in ('DISCONNECTED', 'CLOSING'):
                raise


class Model(unittest.TestCase):
    """A follower fed at random with what a host may send ends where the host is."""

    def test_random_histories(self):
        for round_ in range(200):
            self.history(random.Random(f'{SEED} {round_}'))

    def history(self, choose):
        events, view = Events(), View()
        events.add('data_changed', view)
        events.add('data_deleted', view)
        follower = Follower(Subscription(), events, lambda session: False)
        revision, there, workspace, log = 0, {}, 'w', []

        def write():
            nonlocal revision
            name = choose.choice('abcd')
            revision += 1
            gone = name in there and choose.random() < 0.4
            if gone:
                del there[name]
            else:
                there[name] = revision
            log.append((name, revision, gone))

        for _ in range(6):
            if choose.random() < 0.2:
                revision, there, workspace, log = 0, {}, workspace + 'w', []
            for _ in range(choose.randrange(6)):
                write()
            since = follower.hello().get('since')
            known = since is not None and since['workspace'] == workspace and choose.random() < 0.7
            greeting = {'workspace': workspace, 'revision': revision, 'resync': not known}
            replay = last_of_each([one for one in log if known and one[1] > since['revision']])
            for one in replay:
                follower.notified(frame(*one))
            start = len(log)
            for _ in range(choose.randrange(3)):
                write()
            for one in log[start:]:
                follower.notified(frame(*one))
            metadata = {name: {'revision': at} for name, at in there.items()}
            if since is None:
                view.state = dict(there)  # what was there at first is known, and not told
            follower.begin(greeting, metadata if follower.view.needs_reading(greeting) else None)
            start = len(log)
            for _ in range(choose.randrange(6)):
                write()
            live = log[start:]
            for one in last_of_each(live) if choose.random() < 0.5 else live[: choose.randrange(len(live) + 1)]:
                follower.notified(frame(*one))
        greeting = {'workspace': workspace, 'revision': revision, 'resync': True}
        follower.hello()
        follower.begin(greeting, {name: {'revision': at} for name, at in there.items()})
        self.assertEqual(follower.view.revisions, there)
        self.assertEqual(view.state, there)
        self.assertEqual(view.twice, [])


def last_of_each(log):
    last = {name: (name, at, gone) for name, at, gone in log}
    return sorted(last.values(), key=lambda one: one[1])


def frame(name, revision, gone):
    meta = {'name': name, 'revision': revision, 'provider': 'p', 'session': None}
    meta['change'] = 'deleted' if gone else 'changed'
    return Frame(NOTIFICATION, DATA_DELETED if gone else DATA_CHANGED, 0, 0, write_json(meta), [])


class Patterns(unittest.TestCase):
    def test_only_the_star_and_the_question_mark_mean_something(self):
        for pattern, name, matches in (
            ('a*', 'a', True),
            ('a*c', 'abbc', True),
            ('a?', 'a', False),
            ('[ab]', 'a', False),
            ('a.c', 'abc', False),
            ('变*', '变量', True),
        ):
            self.assertEqual(name_matcher(pattern)(name), matches)


if __name__ == '__main__':
    unittest.main()
