"""A Headframe host in a process of its own, for the tests: the real one, started as a user starts it."""

import atexit
import functools
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), '..', '..', '..'))
START_SECONDS = 60
_PATIENT = {'preambleSeconds': 60}
"""Settings with which a client is let in that had to wait for its turn on a machine that does much else."""
_TSX = 'file://' + os.path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs')


def _program():
    """What starts the command line: the package that a run of all tests has built, else the sources."""
    built = os.environ.get('HEADFRAME_TEST_HOST')
    if built is None:
        return ['node', '--import', _TSX, os.path.join(ROOT, 'cli', 'run.ts')]
    return ['node', os.path.join(built, 'bin', 'headframe.js')]


class Host:
    """
    A host in a folder of its own; it can be started again there, with the same socket and TCP port.

    :param server: settings of the socket server.
    :param workspace: settings of the workspace.
    """

    CLI = tuple(_program())
    """What runs the command line."""

    def __init__(self, server=None, **workspace):
        self._server = {**_PATIENT, **(server or {})}
        self._workspace = workspace
        self.folder = tempfile.mkdtemp(prefix='headframe-py-')
        self._port = 0
        self._process = None

    def start(self):
        ready = os.path.join(self.folder, 'ready.json')
        if os.path.exists(ready):
            os.remove(ready)
        config = os.path.join(self.folder, 'headframe.config.jsonc')
        with open(config, 'w', encoding='utf-8') as file:
            plugins = {
                'socket-server': {**self._server, 'port': self._port},
                'web-inspector': {'port': 0},
                'workspace': self._workspace,
            }
            json.dump({'plugins': {name: {'settings': settings} for name, settings in plugins.items()}}, file)
        command = [*self.CLI, 'start', '--strict', '--config', config, '--ready-file', ready]
        with open(os.path.join(self.folder, 'log'), 'ab') as log:
            self._process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)
        self._wait_for(ready)
        with open(ready, encoding='utf-8') as file:
            addresses = json.load(file)['addresses']
        self._port = addresses['tcp']['port']
        self.tcp = f'tcp://127.0.0.1:{self._port}'
        self.unix = f'unix:{addresses["unix"]["path"]}'
        return self

    def _wait_for(self, ready):
        """Until the ready file is there, or the process has ended."""
        ended = threading.Event()
        process = self._process
        threading.Thread(target=lambda: (process.wait(), ended.set()), daemon=True).start()
        for _ in range(START_SECONDS * 20):
            if os.path.exists(ready):
                return
            if ended.wait(0.05):
                break
        with open(os.path.join(self.folder, 'log'), encoding='utf-8', errors='replace') as log:
            raise RuntimeError(f'the host did not start:\n{log.read()[-4000:]}')

    def stop(self, how=signal.SIGTERM):
        """Ends the process and waits for that."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(how)
            process.wait(START_SECONDS)

    @property
    def is_running(self):
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self):
        """The number of the process."""
        return self._process.pid

    @property
    def blobs(self):
        """The folder of the files that values lie in."""
        return os.path.join(self.folder, '.headframe', 'workspace', 'blobs')

    def pause(self):
        """Lets the process stand still."""
        self._process.send_signal(signal.SIGSTOP)

    def resume(self):
        self._process.send_signal(signal.SIGCONT)

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.remove()


@functools.lru_cache(maxsize=None)
def _shared():
    host = Host()
    atexit.register(host.remove)
    return host


def shared_host():
    """The host that the tests of a process have in common, with what they leave; started when it is not there."""
    host = _shared()
    return host if host.is_running else host.start()
