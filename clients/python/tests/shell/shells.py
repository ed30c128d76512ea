"""Shells without IPython, for tests."""

import threading

from headframe import connect
from headframe._shell.sync import ShellSync

LIVENESS_S = 30


class Namespace(dict):
    """A namespace that can be waited for."""

    def __init__(self, **values):
        super().__init__(values)
        self.changed = threading.Condition()

    def __setitem__(self, name, value):
        with self.changed:
            super().__setitem__(name, value)
            self.changed.notify_all()

    def pop(self, name, default=None):
        with self.changed:
            value = super().pop(name, default)
            self.changed.notify_all()
            return value

    def wait_for(self, condition):
        with self.changed:
            if not self.changed.wait_for(condition, LIVENESS_S):
                raise TimeoutError(str(dict(self)))


class Shell:
    """A shell without IPython: a namespace, and cells that are functions."""

    def __init__(self, test, hidden=None, **values):
        self.names = Namespace(**values)
        self.reports = []
        self.workspace = connect(client='shell', allow_pickle=True)
        test.addCleanup(self.workspace.close)
        self.sync = ShellSync(self.workspace, self.names, hidden or {}, self.reports.append)
        self.sync.start()

    def cell(self, source):
        """Runs a cell."""
        self.sync.begin_cell()
        exec(source, self.names)
        self.sync.end_cell()
