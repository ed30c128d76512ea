"""Listeners that record what they are told, for tests to wait for."""

import threading

WAIT_SECONDS = 60


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
