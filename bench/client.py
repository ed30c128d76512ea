"""
The Python client beside redis-py with hiredis, over Unix sockets, in the same run.

    /usr/bin/python3 bench/client.py [--json] [--repetitions 5] [--only small,batch,arrays,fan-out]

Figures are medians of interleaved runs; what counts is the ratio, ours to Redis's, beside its goal. The last column is
that of the clients' own processor time, which other programs on the machine disturb less. Small values,
batches and fan-outs are measured with clients and servers on one core, because a wake-up of another core takes longer
than all that is measured. The host is the built package, which is built when it is not there. Neither server keeps
anything on disk, unless --persistence asks the host to. Debian's redis-server, python3-redis and python3-hiredis are
needed.
"""

import argparse
import os
import select
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.join(ROOT, 'clients', 'python', part) for part in ('src', 'tests')]
sys.path.insert(0, os.path.join(ROOT, 'bench'))

import headframe  # noqa: E402
import numpy as np  # noqa: E402
import redis  # noqa: E402
from headframe._frame import frame_head  # noqa: E402
from headframe._protocol import COMMAND, HEAD, NOTIFICATION, PREAMBLE  # noqa: E402
from headframe._requests import command  # noqa: E402
from host import Host  # noqa: E402
from report import print_finding  # noqa: E402

SMALL = [bytes([i]) * 100 for i in range(2)]
START_SECONDS = 30


class BuiltHost(Host):
    """The host as users run it."""

    CLI = ('node', os.path.join(ROOT, 'bin', 'headframe.js'))

    def start(self):
        if not os.path.exists(os.path.join(ROOT, 'dist', 'cli', 'main.js')):
            subprocess.run(['npm', 'run', 'build'], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return super().start()


class RedisServer:
    """redis-server on a Unix socket, without persistence."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix='headframe-redis-')
        self.path = os.path.join(self.folder.name, 'redis.sock')
        options = ['--port', '0', '--unixsocket', self.path, '--save', '', '--maxclients', '2000']
        self.process = subprocess.Popen(['redis-server', *options], stdout=subprocess.DEVNULL)
        for _ in range(START_SECONDS * 20):
            if os.path.exists(self.path):
                return
            time.sleep(0.05)
        raise RuntimeError('redis-server did not start')

    def client(self):
        return redis.Redis(unix_socket_path=self.path)

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()


def seconds(run):
    """Of the clock, and of this process's processor time."""
    start, used = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - start, time.process_time() - used


def repeat(run, count):
    def all_():
        for i in range(count):
            run(i)

    return all_


def in_threads(runs):
    def all_():
        threads = [threading.Thread(target=run) for run in runs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return all_


class Table:
    """The results, line by line."""

    def __init__(self, repetitions, as_json=False):
        self.repetitions = repetitions
        self.as_json = as_json
        self.missed = 0
        if not as_json:
            print(f'{"":46}{"headframe":>14}{"redis":>14}{"ratio":>8}{"cpu":>8}   goal')

    def compare(self, label, ours, theirs, amount, unit, goal=None):
        """Measures two runs in turn; `amount` is what each does, so that amount / seconds is its rate."""
        times = ([], [])
        ours(), theirs()
        for _ in range(self.repetitions):
            times[0].append(seconds(ours))
            times[1].append(seconds(theirs))
        if self.as_json:
            rates = [[amount / wall for wall, _ in one] for one in times]
            print_finding(label, 'MB/s' if unit == 'MB' else unit, rates[0], 'redis-py', rates[1], goal)
            return
        (mine, my_cpu), (other, other_cpu) = (map(statistics.median, zip(*one)) for one in times)
        mine, other = amount / mine, amount / other
        ratio = mine / other
        verdict = ''
        if goal is not None:
            passed = ratio >= goal
            self.missed += not passed
            verdict = f'>= {goal}  {"pass" if passed else "miss"}'
        print(
            f'{label:46}{mine:10.0f} {unit:3}{other:10.0f} {unit:3}{ratio:8.2f}{other_cpu / my_cpu:8.2f}   {verdict}',
            flush=True,
        )


def small(table, host, server, count):
    ws, peer = headframe.connect(host.unix), server.client()
    table.compare(
        'set 100 B',
        repeat(lambda i: ws.set('x', SMALL[i % 2]), count),
        repeat(lambda i: peer.set('x', SMALL[i % 2]), count),
        count, '/s', 1.5,
    )  # fmt: skip
    table.compare(
        'get 100 B', repeat(lambda i: ws.get('x'), count), repeat(lambda i: peer.get('x'), count), count, '/s', 1.5
    )
    text = 'x' * 100
    ws['text'] = text
    peer.set('text', text)
    table.compare(
        'get a text of 100',
        repeat(lambda i: ws.get('text'), count),
        repeat(lambda i: peer.get('text').decode(), count),
        count, '/s',
    )  # fmt: skip
    many = 50
    clients, peers = [headframe.connect(host.unix) for _ in range(many)], [server.client() for _ in range(many)]
    each = count // many
    table.compare(
        f'get 100 B, {many} connections, a thread each',
        in_threads([repeat(lambda i, one=one: one.get('x'), each) for one in clients]),
        in_threads([repeat(lambda i, one=one: one.get('x'), each) for one in peers]),
        each * many, '/s',
    )  # fmt: skip
    for one in (*clients, ws):
        one.close()


def batches(table, host, server, count):
    ws, peer = headframe.connect(host.unix), server.client()
    names = [f'name{i}' for i in range(100)]
    values = [dict.fromkeys(names, value) for value in SMALL]

    def ours(method):
        def run(i):
            with ws.batch() as batch:
                for name in names:
                    method(batch, name, SMALL[i % 2])

        return run

    def theirs(method):
        def run(i):
            pipeline = peer.pipeline(transaction=False)
            for name in names:
                method(pipeline, name, SMALL[i % 2])
            pipeline.execute()

        return run

    rounds = max(1, count // 100)
    set_theirs, get_theirs = theirs(lambda p, n, v: p.set(n, v)), theirs(lambda p, n, v: p.get(n))
    ws.set_many(values[0])
    set_theirs(0)
    table.compare(
        'set_many of 100, to a pipeline of 100',
        repeat(lambda i: ws.set_many(values[i % 2]), rounds), repeat(set_theirs, rounds), rounds * 100, '/s', 5,
    )  # fmt: skip
    table.compare(
        'get_many of 100, to a pipeline of 100',
        repeat(lambda i: ws.get_many(names), rounds), repeat(get_theirs, rounds), rounds * 100, '/s', 5,
    )  # fmt: skip
    table.compare(
        'batch of 100 sets, to a pipeline of 100',
        repeat(ours(lambda b, n, v: b.set(n, v)), rounds), repeat(set_theirs, rounds), rounds * 100, '/s',
    )  # fmt: skip
    table.compare(
        'batch of 100 gets, to a pipeline of 100',
        repeat(ours(lambda b, n, v: b.get(n)), rounds), repeat(get_theirs, rounds), rounds * 100, '/s',
    )  # fmt: skip
    ws.close()


def arrays(table, host, server):
    ws, peer = headframe.connect(host.unix), server.client()
    for megabytes, count, set_goal, get_goal in ((1, 20, 0.7, 1.0), (10, 5, None, None), (100, 1, 1.5, None)):
        array = np.random.RandomState(megabytes).rand(megabytes * 125_000)

        def set_ours(i, array=array):
            array[0] += 1
            ws['array'] = array

        def set_theirs(i, array=array):
            array[0] += 1
            peer.set('array', memoryview(array).cast('B'))

        amount = count * megabytes
        table.compare(
            f'set an array of {megabytes} MB',
            repeat(set_ours, count),
            repeat(set_theirs, count),
            amount,
            'MB',
            set_goal,
        )
        table.compare(
            f'get an array of {megabytes} MB',
            repeat(lambda i: ws['array'], count),
            repeat(lambda i: np.frombuffer(peer.get('array')), count),
            amount, 'MB', get_goal,
        )  # fmt: skip
    ws.close()


class Readers:
    """Sockets that are read as fast as they can be, and counted."""

    def __init__(self, sockets, count):
        self.poll = select.epoll()
        self.sockets = {one.fileno(): one for one in sockets}
        self.counters = {one.fileno(): count() for one in sockets}
        for number in self.sockets:
            self.poll.register(number, select.EPOLLIN)

    def wait_for(self, messages):
        """Until every socket got so many messages more."""
        left = dict.fromkeys(self.sockets, messages)
        while left:
            for number, _ in self.poll.poll():
                got = self.counters[number](self.sockets[number].recv(1 << 16))
                if number in left:
                    left[number] -= got
                    if left[number] <= 0:
                        del left[number]


def framed_subscriber(path):
    one = socket.socket(socket.AF_UNIX)
    one.connect(path)
    meta = command('hello', {'client': 'bench', 'subscribe': {'names': ['told'], 'inline': 4096}})[2]
    one.sendall(PREAMBLE + frame_head(COMMAND, 0, 1, len(meta), 0) + meta)
    said = b''
    while len(said) < 32 or len(said) < 32 + int.from_bytes(said[20:24], 'little'):
        said += one.recv(4096)
    return one


def count_frames():
    """By their heads, as those of Redis are counted by how they begin: neither reads what a message says."""
    rest = b''

    def count(data):
        nonlocal rest
        data = rest + data
        frames, at = 0, 0
        while len(data) - at >= HEAD.size:
            kind, _, _, number, meta, payload = HEAD.unpack_from(data, at)
            end = at + HEAD.size + meta + payload
            if end > len(data):
                break
            frames += kind == NOTIFICATION and number == 0
            at = end
        rest = data[at:]
        return frames

    return count


def redis_subscriber(path):
    one = socket.socket(socket.AF_UNIX)
    one.connect(path)
    one.sendall(b'SUBSCRIBE told\r\n')
    one.recv(4096)
    return one


def count_messages():
    rest = b''

    def count(data):
        nonlocal rest
        found = (rest + data).count(b'*3\r\n')
        rest = data[-3:]
        return found

    return count


def fan_out(table, host, server):
    ws, peer = headframe.connect(host.unix), server.client()
    for subscribers in (1, 100, 1000):
        ours = Readers([framed_subscriber(host.unix[5:]) for _ in range(subscribers)], count_frames)
        theirs = Readers([redis_subscriber(server.path) for _ in range(subscribers)], count_messages)

        def tell_ours(i, ours=ours):
            ws['told'] = SMALL[i % 2] + os.urandom(8)
            ours.wait_for(1)

        def tell_theirs(i, theirs=theirs):
            peer.publish('told', SMALL[i % 2] + os.urandom(8))
            theirs.wait_for(1)

        count = max(5, 500 // subscribers)
        table.compare(
            f'a change told to {subscribers}', repeat(tell_ours, count), repeat(tell_theirs, count),
            count * subscribers, '/s', 0.91 if subscribers == 1000 else None,
        )  # fmt: skip
        for one in (*ours.sockets.values(), *theirs.sockets.values()):
            one.close()
    ws.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--json', action='store_true', help='print lines of JSON')
    parser.add_argument('--repetitions', type=int, default=5)
    parser.add_argument('--count', type=int, default=5000, help='small requests a run; the first run warms up')
    parser.add_argument('--persistence', action='store_true', help='let the host keep what is written')
    parser.add_argument('--only', default='small,batch,arrays,fan-out')
    given = parser.parse_args()
    only = given.only.split(',')
    cores = os.sched_getaffinity(0)
    pinned = set(only) - {'arrays'}
    table = Table(given.repetitions, given.json)
    for part, cores_now in (('pinned', {min(cores)}), ('arrays', cores)):
        if part == 'arrays' and 'arrays' not in only or part == 'pinned' and not pinned:
            continue
        os.sched_setaffinity(0, cores_now)
        server = RedisServer()
        try:
            with BuiltHost(persistence=given.persistence) as host:
                if part == 'arrays':
                    arrays(table, host, server)
                if part == 'pinned' and 'small' in only:
                    small(table, host, server, given.count)
                if part == 'pinned' and 'batch' in only:
                    batches(table, host, server, given.count)
                if part == 'pinned' and 'fan-out' in only:
                    fan_out(table, host, server)
        finally:
            server.stop()
    if not given.json:
        print(f'{table.missed} goals missed')


if __name__ == '__main__':
    main()
