"""The pure part of telling changes: a view that is fed at random ends where the host is."""

import os
import random
import unittest

from told import View

from headframe._events import Events
from headframe._follower import Follower
from headframe._frame import Frame
from headframe._json import write_json
from headframe._protocol import DATA_CHANGED, DATA_DELETED, NOTIFICATION
from headframe._view import Subscription, name_matcher

SEED = int(os.environ.get('HEADFRAME_SEED', random.randrange(2**32)))


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
            metadata = {name: {'revision': at, 'info': {'in': workspace}} for name, at in there.items()}
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
        follower.begin(greeting, {name: {'revision': at, 'info': {'in': workspace}} for name, at in there.items()})
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
