"""
Small and medium values beside memcached, NATS' key-value store and multiprocessing's manager, in turns in the same run.

    /usr/bin/python3 bench/peers.py [--json] [--repetitions 5] [--count 2000]

All processes share one core, because a wake-up of another core takes longer than what is measured. The other servers
are spoken to by bare clients (`peer_clients.py`, `peer_nats.py`), ours by its Python client with its cache and its data
plane off: values go through the socket, as theirs do. Debian's memcached and nats-server are needed; one that is missing
is left out.
"""

import argparse
import os
import select
import shutil
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.join(ROOT, *part) for part in (('bench',), ('clients', 'python', 'src'), ('clients', 'python', 'tests'))]

import headframe  # noqa: E402
from client import BuiltHost, Readers, count_frames, framed_subscriber  # noqa: E402
from peer_clients import PEERS  # noqa: E402
from peer_nats import Nats  # noqa: E402
from report import print_finding, print_line  # noqa: E402

SUBSCRIBERS = (1, 100, 1000)
# Of these the last has to be told in half of the time that NATS takes.
GOALS = {1000: 2}
QUICK_COUNT = 1000


class Ours:
    """Our client, with the same names."""

    def __init__(self, host):
        self.workspace = headframe.connect(host.unix, cache=False, places=False)

    def set(self, key, value):
        self.workspace.set(key.decode(), value)

    def get(self, key):
        return self.workspace.get(key.decode())


def values(size):
    """Two in turn: the same bytes again would be no change."""
    return [bytes([byte]) * size for byte in (65, 66)]


def rate(run, count):
    start = time.perf_counter()
    for index in range(count):
        run(index)
    return count / (time.perf_counter() - start)


def in_turns(ours, theirs, count, repetitions):
    found = ([], [])
    for turn in range(repetitions + 1):
        for run, into in zip((ours, theirs), found):
            measured = rate(run, count)
            if turn:
                into.append(measured)
    return found


def requests(ours, peer, given):
    for label, size, share in (('100 B', 100, 1), ('1 MB', 1_000_000, 40)):
        count = max(2, given.count // share)
        texts = values(size)
        for verb in ('set', 'get'):

            def run(client, verb=verb, texts=texts):
                if verb == 'set':
                    return lambda index: client.set(b'x', texts[index % 2])
                return lambda index: client.get(b'x')

            mine, other = in_turns(run(ours), run(peer), count, given.repetitions)
            if peer.get(b'x') != ours.get(b'x') or len(ours.get(b'x')) != size:
                raise RuntimeError(f'{peer.name} did not give back what was set')
            print_finding(f'{verb} {label}', '/s', mine, peer.name, other)


class NatsReaders:
    """Clients of NATS that are read until each has got a message."""

    def __init__(self, server, count):
        self.poll = select.epoll()
        self.clients = {}
        for _ in range(count):
            client = Nats(server, stores=False)
            client.listen(b'told')
            self.clients[client.wire.socket.fileno()] = client
            self.poll.register(client.wire.socket, select.EPOLLIN)

    def wait_for(self, _):
        left = set(self.clients)
        while left:
            for number, _ in self.poll.poll():
                if self.clients[number].is_told():
                    left.discard(number)

    def close(self):
        for client in self.clients.values():
            client.close()


def fan_outs(ours, host, server, given):
    publisher = Nats(server)
    for count in SUBSCRIBERS if given.count >= QUICK_COUNT else SUBSCRIBERS[:2]:
        mine = Readers([framed_subscriber(host.unix[5:]) for _ in range(count)], count_frames)
        other = NatsReaders(server, count)

        def tell(client, readers):
            def run(index):
                client.set(b'told', b'%100d' % (time.perf_counter_ns() + index))
                readers.wait_for(1)

            return run

        rounds = max(5, given.count // 20 // count)
        found = in_turns(tell(ours, mine), tell(publisher, other), rounds, given.repetitions)
        print_finding(f'a change told to {count}', '/s', found[0], publisher.name, found[1], GOALS.get(count))
        for one in mine.sockets.values():
            one.close()
        other.close()
    publisher.close()


def warm(ours, count):
    """Lets the host see what is to come; the other servers have nothing to learn."""
    texts = values(100)
    for index in range(count):
        ours.set(b'x', texts[index % 2])
        ours.get(b'x')


def compare(peer, host, ours, given):
    server = peer.start()
    try:
        client = peer(server)
        requests(ours, client, given)
        client.close()
        if peer is Nats:
            fan_outs(ours, host, server, given)
    finally:
        server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--json', action='store_true', help='no other output is made')
    parser.add_argument('--repetitions', type=int, default=5)
    parser.add_argument('--count', type=int, default=2000, help='small requests a turn')
    given = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    os.environ['PATH'] += ':/usr/sbin'
    with BuiltHost(persistence=False) as host:
        ours = Ours(host)
        warm(ours, 2 * given.count)
        for peer in PEERS:
            if peer.program and not shutil.which(peer.program):
                print_line({'missing': peer.name, 'install': f'apt-get install {peer.package}'})
                continue
            compare(peer, host, ours, given)
        ours.workspace.close()


if __name__ == '__main__':
    main()
