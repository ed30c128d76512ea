"""
The IPython extension: `%load_ext headframe` keeps a shell's variables and the workspace in step, both ways.

What a cell changed, made or deleted is in the workspace when the next prompt comes; what others changed or
deleted there is in the shell before the next cell runs. Modules, functions, classes, and names that begin
with an underscore stay in the shell. A variable that cannot be carried is told once.

`%headframe` (or `%headframe status`) tells how things stand, `%headframe off` and `%headframe on` end and
begin it, `%unload_ext headframe` takes it out.

**The extension pickles and unpickles**, as PyMiner's shell always did: who may write to the workspace may run
code in this shell. What is data travels as typed JSON, which runs nothing.

The host is found as by `headframe.connect`: `HEADFRAME_ADDRESS`, `HEADFRAME_PORT`, the file that a host
started here writes, or port 12306.
"""

from __future__ import annotations

import os
import sys
from typing import Any, Optional

from ._connect import connect
from ._errors import HeadframeError
from ._shell.sync import ShellSync
from ._workspace import Workspace

__all__ = ['ShellExtension', 'load_ipython_extension', 'unload_ipython_extension']

MAGIC = 'headframe'
TIMEOUT_MS = 10_000


class ShellExtension:
    """The extension of one shell."""

    def __init__(self, shell: Any) -> None:
        """`shell`: IPython's `InteractiveShell`."""
        self._shell = shell
        self._workspace: Optional[Workspace] = None
        self._sync: Optional[ShellSync] = None

    def load(self) -> None:
        """Adds the magic and begins; tells the user when no host answers."""
        self._shell.events.register('pre_execute', self._begin_cell)
        self._shell.events.register('post_execute', self._end_cell)
        self._shell.register_magic_function(self.magic, 'line', MAGIC)
        self.switch_on()

    def unload(self) -> None:
        """Ends, and takes the magic out. The shell keeps its variables."""
        self.switch_off()
        self._shell.events.unregister('pre_execute', self._begin_cell)
        self._shell.events.unregister('post_execute', self._end_cell)
        self._shell.magics_manager.magics['line'].pop(MAGIC, None)

    def switch_on(self) -> None:
        """Connects, and carries variables both ways."""
        if self._sync is not None:
            return
        try:
            workspace = connect(client=f'ipython-{os.getpid()}', timeout_ms=TIMEOUT_MS, allow_pickle=True)
        except HeadframeError as error:
            _report(f'no workspace ({error}); %headframe on tries again')
            return
        self._workspace = workspace
        self._sync = ShellSync(workspace, self._shell.user_ns, self._shell.user_ns_hidden, _report)
        self._sync.start()

    def switch_off(self) -> None:
        """Carries nothing any more."""
        workspace, self._workspace, self._sync = self._workspace, None, None
        if workspace is not None:
            workspace.close()

    def magic(self, line: str) -> None:
        """
        Keeps this shell's variables and a Headframe workspace in step.

        %headframe [status]  tells how things stand
        %headframe off       ends it; the variables stay on both sides
        %headframe on        begins it again
        """
        word = line.strip() or 'status'
        if word == 'on':
            self.switch_on()
        elif word == 'off':
            self.switch_off()
        elif word != 'status':
            _report(f'{word!r} is none of status, on, off')
            return
        print(self.status())

    def status(self) -> str:
        """How things stand, in lines for people."""
        if self._sync is None or self._workspace is None:
            return 'headframe: off'
        state = 'on' if self._sync.connected else 'on, and waiting for the host'
        count = self._sync.count
        variables = f'{count} variable' if count == 1 else f'{count} variables'
        lines = [f'headframe: {state}, {variables} in step as {self._workspace.client}']
        return '\n'.join([*lines, *(f'  {name}: {why}' for name, why in self._sync.troubles.items())])

    def _begin_cell(self) -> None:
        if self._sync is not None:
            self._sync.begin_cell()

    def _end_cell(self) -> None:
        if self._sync is not None:
            self._sync.end_cell()


_extensions: 'dict[int, ShellExtension]' = {}


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext headframe` calls."""
    extension = ShellExtension(shell)
    _extensions[id(shell)] = extension
    extension.load()


def unload_ipython_extension(shell: Any) -> None:
    """What `%unload_ext headframe` calls."""
    _extensions.pop(id(shell)).unload()


def _report(line: str) -> None:
    print(f'headframe: {line}', file=sys.stderr, flush=True)
