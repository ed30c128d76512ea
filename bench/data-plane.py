"""
Large values and cached ones in Python, beside what the operating system gives alone, redis-py with hiredis and
multiprocessing's manager, in turns in the same run.

    /usr/bin/python3 bench/data-plane.py [--json] [--repetitions 5] [--megabytes 1000]

Each line: the medians of ours and the peer's, what is asked of their ratio, and whether it is met. What takes
microseconds is measured with all processes on one core, as a wake-up of another core takes longer; what moves
bytes on all. Debian's redis-server, python3-redis and python3-hiredis are needed; py-lmdb (python3-lmdb), which is
read in the reader's own process, is compared with where it is installed.
"""

import argparse
import mmap
import os
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from multiprocessing import shared_memory
from multiprocessing.managers import BaseManager

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.join(ROOT, *part) for part in (('bench',), ('clients', 'python', 'src'), ('clients', 'python', 'tests'))]

import headframe  # noqa: E402
import numpy as np  # noqa: E402

try:
    import lmdb
except ImportError:
    lmdb = None
from client import BuiltHost, RedisServer  # noqa: E402
from report import print_finding  # noqa: E402

MEGABYTE = 1_000_000
WARM_GETS = 10_000
"""Gets before one is measured: by then the host's code for them is compiled, as it is in one that serves for a while."""
NANO = 1e-9


class Table:
    """The results, line by line."""

    def __init__(self, repetitions, as_json=False):
        self.repetitions = repetitions
        self.as_json = as_json
        self.missed = 0
        if not as_json:
            print(f'{"":52}{"headframe":>14}{"peer":>14}{"ratio":>10}   goal', flush=True)

    def line(self, label, peer, ours, theirs, goal, unit):
        """
        One line of the medians of some values; a goal is '<=' or '>=' and a number, and says of which ratio it is one: of
        ours to theirs, or of theirs to ours.
        """
        if self.as_json:
            least = goal and (1 / float(goal[3:]) if goal.startswith('<=') else float(goal[3:]))
            print_finding(label, unit, ours, peer, theirs, least)
            return
        ours, theirs = statistics.median(ours), statistics.median(theirs)
        ratio = theirs / ours if goal and goal.startswith('>=') and unit != '/s' else ours / theirs
        label = f'{label}, to {peer}'
        verdict = ''
        if goal:
            sign, bound = goal.split()
            passed = ratio <= float(bound) if sign == '<=' else ratio >= float(bound)
            self.missed += not passed
            verdict = f'{goal} {"pass" if passed else "MISS"}'
        print(f'{label:52}{ours:11.2f} {unit:3}{theirs:11.2f} {unit:3}{ratio:9.2f}   {verdict}', flush=True)

    def slower(self, label, peer, ours, theirs, goal=None, count=1):
        """How many times as long ours takes."""
        mine, other = self.measure(ours, theirs, count)
        unit, scale = ('µs', 1e6) if statistics.median(other) < 1e-3 else ('ms', 1e3)
        self.line(label, peer, scaled(mine, scale), scaled(other, scale), goal, unit)

    def faster(self, label, peer, ours, theirs, goal=None, count=1, their_count=None):
        """How many times as long theirs takes."""
        mine, other = self.measure(ours, theirs, count, their_count)
        unit, scale = ('µs', 1e6) if statistics.median(mine) < 1e-3 else ('ms', 1e3)
        self.line(label, peer, scaled(mine, scale), scaled(other, scale), goal, unit)
        return mine

    def measure(self, ours, theirs, count, their_count=None):
        """Seconds of one call of each; both are called in turn, after one that does not count."""
        counts = (count, their_count or count)
        found = ([], [])
        for repetition in range(self.repetitions + 1):
            for run, calls, into in zip((ours, theirs), counts, found):
                start = time.perf_counter()
                for _ in range(calls):
                    run()
                if repetition:
                    into.append((time.perf_counter() - start) / calls)
                after(run)
        return found


def scaled(times, factor):
    return [time * factor for time in times]


def after(run):
    """Clears away what a run has left, which does not count."""
    getattr(run, 'after', int)()


def mapped(path):
    """What a program does that maps a file by itself."""
    fd = os.open(path, os.O_RDONLY)
    try:
        return np.frombuffer(mmap.mmap(fd, 0, access=mmap.ACCESS_READ), dtype=np.float64)
    finally:
        os.close(fd)


def write_file(path, array):
    """What a program does that writes a file by itself."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        view = memoryview(array).cast('B')
        done = 0
        while done < len(view):
            done += os.write(fd, view[done:])
    finally:
        os.close(fd)


def cpu_seconds(pid):
    """Processor time of a process and its threads."""
    total = 0
    for task in os.listdir(f'/proc/{pid}/task'):
        with open(f'/proc/{pid}/task/{task}/schedstat', encoding='ascii') as file:
            total += int(file.read().split()[0])
    return total * NANO


def resident(pid):
    """Bytes of memory that are a process's own, not a file's."""
    with open(f'/proc/{pid}/status', encoding='ascii') as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith('RssAnon'))


def gets(table, host, ws, redis, given, cores):
    path = os.path.join(host.folder, 'bare')
    big = np.random.RandomState(1).rand(given.megabytes * MEGABYTE // 8)
    ws['big'], ws['small'] = big, big[: MEGABYTE // 8]
    write_file(path, big)
    redis.set('x', big[: 100 * MEGABYTE // 8].tobytes())
    ws['hundred'] = big[: 100 * MEGABYTE // 8]
    os.sched_setaffinity(0, {min(cores)})
    os.sched_setaffinity(host.pid, {min(cores)})
    size = f'{given.megabytes} MB'
    for _ in range(WARM_GETS):
        ws['big']
    table.slower(f'get {size}', 'open + mmap + frombuffer', lambda: ws['big'], lambda: mapped(path), '<= 2.5', 200)
    table.slower(f'get {size}', 'get 1 MB', lambda: ws['big'], lambda: ws['small'], '<= 1.3', 200)
    used, kept = cpu_seconds(host.pid), resident(host.pid)
    for _ in range(2000):
        ws['big']
    host_us = (cpu_seconds(host.pid) - used) / 2000 * 1e6
    table.line('processor time of the host for one get', 'bound', [host_us], [50], '<= 1', 'µs')
    grown = (resident(host.pid) - kept) / MEGABYTE
    table.line('memory of the host, grown by 2000 gets', 'bound', [max(grown, 0.01)], [0.02 * given.megabytes], '<= 1', 'MB')
    table.faster(f'get {min(100, given.megabytes)} MB', 'redis-py', lambda: ws['hundred'], lambda: redis.get('x'), '>= 3000', 200, 1)
    with ShelfManager() as manager:
        shelf = manager.Shelf()
        shelf.put(big[: 100 * MEGABYTE // 8])
        table.faster(f'get {min(100, given.megabytes)} MB', 'a multiprocessing manager', lambda: ws['hundred'], shelf.get, '>= 3000', 200, 1)
    for pid in (0, host.pid):
        os.sched_setaffinity(pid, cores)
    mine = [timed(lambda: (time.sleep(0.01), ws['big'])[1], 0.01) * 1e6 for _ in range(50)]
    table.line(f'get {size} on cores that have slept', 'bound', mine, [150], '<= 1', 'µs')
    passes(table, ws, big, path, size)


def timed(run, without=0.0):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start - without


def passes(table, ws, big, path, size):
    def ours():
        return ws['big'].sum()

    table.slower(f'get {size} and a pass', 'one over an own array', ours, big.sum, '<= 1.5')
    table.slower(f'get {size} and a pass', 'numpy.memmap', ours, lambda: np.memmap(path, dtype=np.float64, mode='r').sum())
    memory = shared_memory.SharedMemory(create=True, size=big.nbytes)
    np.ndarray(big.shape, dtype=big.dtype, buffer=memory.buf)[:] = big

    def theirs():
        opened = shared_memory.SharedMemory(name=memory.name)
        try:
            return np.ndarray(big.shape, dtype=big.dtype, buffer=opened.buf).sum()
        finally:
            opened.close()

    try:
        table.slower(f'get {size} and a pass', 'multiprocessing.shared_memory', ours, theirs)
    finally:
        memory.close()
        memory.unlink()
    os.unlink(path)


class Shelf:
    """What a manager's process keeps."""

    def __init__(self):
        self.value = None

    def put(self, value):
        self.value = value

    def get(self):
        return self.value


class ShelfManager(BaseManager):
    """multiprocessing's way to share values."""


ShelfManager.register('Shelf', Shelf)


def puts(table, host, ws, redis, given):
    big = np.random.RandomState(2).rand(given.megabytes * MEGABYTE // 8)
    path = os.path.join(host.folder, 'bare')

    def ours(array):
        def run():
            array[0] += 1
            ws['put'] = array

        return run

    def bare():
        write_file(path, big)

    bare.after = lambda: os.unlink(path)
    table.slower(f'put {given.megabytes} MB', 'write()', ours(big), bare, '<= 1.2')
    part = big[: min(400, given.megabytes) * MEGABYTE // 8]
    table.faster(f'put {min(400, given.megabytes)} MB', 'redis-py', ours(part), lambda: redis.set('put', memoryview(part).cast('B')), '>= 2')
    redis.delete('put')
    part = part[: 100 * MEGABYTE // 8]
    with ShelfManager() as manager:
        shelf = manager.Shelf()
        table.faster(f'put {min(100, given.megabytes)} MB', 'a multiprocessing manager', ours(part), lambda: shelf.put(part), '>= 4')


@contextmanager
def lmdb_reader():
    """What gets a number from an LMDB of this process: a transaction for each, as each get sees what was written last."""
    with tempfile.TemporaryDirectory(prefix='headframe-lmdb-') as folder:
        with lmdb.open(folder, map_size=MEGABYTE) as base:
            with base.begin(write=True) as transaction:
                transaction.put(b'number', b'12345')

            def read():
                with base.begin(buffers=True) as transaction:
                    return int(bytes(transaction.get(b'number')))

            yield read


def cached(table, ws, redis, cores, host):
    ws['number'] = 12345
    redis.set('number', 12345)
    for pid in (0, host.pid):
        os.sched_setaffinity(pid, {min(cores)})
    get, their_get = ws.get, redis.get
    mine = table.faster(
        'get of a number that was read before', 'redis-py',
        lambda: get('number'), lambda: their_get('number'), '>= 40', 200_000, 5000,
    )  # fmt: skip
    if lmdb is not None:
        with lmdb_reader() as read:
            table.faster('get of a number that was read before', 'py-lmdb', lambda: get('number'), read, '>= 1', 200_000)
    rates = [1 / time for time in mine]
    table.line('the same, its loop and lambda included', 'bound', rates, [3_000_000], '>= 1', '/s')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--repetitions', type=int, default=5)
    parser.add_argument('--json', action='store_true', help='print lines of JSON')
    parser.add_argument('--megabytes', type=int, default=1000)
    parser.add_argument('--only', default='get,put,cached')
    given = parser.parse_args()
    cores = os.sched_getaffinity(0)
    only = given.only.split(',')
    table = Table(given.repetitions, given.json)
    server = RedisServer()
    try:
        with BuiltHost() as host, headframe.connect(host.unix, cache=False) as ws:
            redis = server.client()
            if 'get' in only:
                gets(table, host, ws, redis, given, cores)
            if 'put' in only:
                puts(table, host, ws, redis, given)
            if 'cached' in only:
                with headframe.connect(host.unix) as keeping:
                    cached(table, keeping, redis, cores, host)
    finally:
        server.stop()
    if not given.json:
        print(f'{table.missed} goals missed')


if __name__ == '__main__':
    main()
