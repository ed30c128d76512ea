"""Another Python process with a client of its own, which runs what it is told line by line."""

import os
import subprocess
import sys

NOBODY = 65534
_PROGRAM = """
import os, sys
import numpy as np
import headframe, headframe._typed_json
from headframe import connect
np.testing, headframe._typed_json.decode(headframe._typed_json.encode(np.arange(100))[0], [bytes(800)])
if int(sys.argv[2]) and os.geteuid() == 0:
    os.setegid({nobody})
    os.seteuid({nobody})
ws = connect(sys.argv[1], client='other')
print('ready', flush=True)
for line in sys.stdin:
    exec(line)
    print('done', flush=True)
ws.close()
"""


class OtherPython:
    """
    :param can_read: whether it may read the host's files. For root alone that can be changed, by another user.
    """

    def __init__(self, address, can_read=True):
        env = {**os.environ, 'PYTHONPATH': os.pathsep.join(sys.path)}
        program = _PROGRAM.format(nobody=NOBODY)
        command = [sys.executable, '-c', program, address, str(int(not can_read))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, text=True)
        self._expect('ready')

    @property
    def pid(self):
        return self._process.pid

    def run(self, line):
        """Runs a line, in which `ws` is the client and `np` numpy; returns when that is done."""
        self._process.stdin.write(line + '\n')
        self._process.stdin.flush()
        self._expect('done')

    def _expect(self, word):
        said = self._process.stdout.readline().strip()
        if said != word:
            raise AssertionError(f'the other process said {said!r} instead of {word!r}')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        code = self._process.wait(60)
        self._process.stdout.close()
        if code:
            raise AssertionError(f'the other process ended with {code}')
