"""Runs programs of this folder on demand, each in a process forked from this one, where numpy and pandas are imported already.

A request is a line of JSON on standard input, {"id", "program", "options"}; its answer a line of JSON on standard output,
{"id", "code", "report", "errors"}, when the program has ended: its exit code, below zero the number of the signal that ended
it, what it printed, and what it wrote to standard error. Ends when there are no more requests.
"""

import gc
import json
import os
import runpy
import selectors
import signal
import sys
import traceback

import cloudpickle  # noqa: F401
import numpy  # noqa: F401
import pandas  # noqa: F401

FOLDER = os.path.dirname(os.path.abspath(__file__))
DEADLINE_S = 120
READ_BYTES = 65536
STREAMS = ('input', 'output', 'errors')


class Program:
    """A program that runs; its standard streams are files in memory."""

    def __init__(self, request):
        self.id = request['id']
        self.files = [os.memfd_create(stream) for stream in STREAMS]
        os.write(self.files[0], json.dumps(request['options']).encode())
        os.lseek(self.files[0], 0, os.SEEK_SET)
        self.pid = os.fork()
        if self.pid == 0:
            self._run(os.path.join(FOLDER, request['program']))

    def answer(self):
        """What came of it; to be called when it has ended."""
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        report, errors = (self._text(file) for file in self.files[1:])
        for file in self.files:
            os.close(file)
        return {'id': self.id, 'code': code, 'report': report, 'errors': errors}

    def _run(self, path):
        """Is the program, in the process of its own."""
        signal.alarm(DEADLINE_S)
        for stream, file in enumerate(self.files):
            os.dup2(file, stream)
        code = 0
        try:
            runpy.run_path(path, run_name='__main__')
            sys.stdout.flush()
        except BaseException:
            traceback.print_exc()
            code = 1
        os._exit(code)

    @staticmethod
    def _text(file):
        os.lseek(file, 0, os.SEEK_SET)
        with open(file, 'rb', closefd=False) as written:
            return written.read().decode('utf-8', 'replace')


def serve(requests, answers):
    """Starts what is asked for by the file descriptor `requests`, as many at a time, until there is nothing more to come."""
    waiting = selectors.DefaultSelector()
    waiting.register(requests, selectors.EVENT_READ)
    begun = b''
    while True:
        for key, _ in waiting.select():
            if key.fd == requests:
                chunk = os.read(requests, READ_BYTES)
                if not chunk:
                    return
                *lines, begun = (begun + chunk).split(b'\n')
                for program in map(Program, map(json.loads, lines)):
                    waiting.register(os.pidfd_open(program.pid), selectors.EVENT_READ, program)
            else:
                waiting.unregister(key.fd)
                os.close(key.fd)
                answers.write(json.dumps(key.data.answer()) + '\n')
                answers.flush()


gc.freeze()
serve(sys.stdin.fileno(), sys.stdout)
