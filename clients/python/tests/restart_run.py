"""
Restarts of a host under Python clients that watch, of threads and of asyncio, and one that writes at random.

    /usr/bin/python3 clients/python/tests/restart_run.py [RESTARTS] [CLIENTS]

CLIENTS of each kind. Prints what came of it; it ends with an error when a client was told of something twice, or does
not have what the host has. `HEADFRAME_SEED` chooses the changes.
"""

import asyncio
import os
import random
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from host import Host
from told import View

import headframe
from headframe import aio, connect

START_MS = 300_000
"""What a host may take to start on a machine that does much else."""
SEED = int(os.environ.get('HEADFRAME_SEED', random.randrange(2**31)))


class Watchers:
    """Clients of both kinds that are told of everything, each with what it believes that there is."""

    def __init__(self, addresses, clients):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.views = []
        self.reconnections = 0
        self._threaded = []
        self._awaited = []
        for number in range(clients):
            address = addresses[number % len(addresses)]
            threaded = connect(address, client=f'watcher {number}', timeout_ms=START_MS)
            self._threaded.append(threaded)
            self._watch(threaded)
            self._awaited.append(self._run(self._open(address, number)))

    async def _open(self, address, number):
        ws = await aio.connect(address, client=f'asyncio watcher {number}', timeout_ms=START_MS)
        self._watch(ws)
        await ws.names()  # what is asked after a listener was added is answered when it is told of everything
        return ws

    def _watch(self, ws):
        view = View()
        self.views.append(view)
        ws.on('data_changed', view)
        ws.on('data_deleted', view)
        ws.on('connected', self._connected)

    def _connected(self, *_):
        self.reconnections += 1

    def values(self, name):
        """What each client reads under a name."""
        yield from (ws[name] for ws in self._threaded)
        yield from (self._run(ws.get(name)) for ws in self._awaited)

    def begin_reads(self, name):
        """Reads of a name by the clients of asyncio, to be waited for; it need not be there."""
        return [self._begin(ws.get(name, None)) for ws in self._awaited]

    def close(self):
        for ws in self._threaded:
            ws.close()
        for ws in self._awaited:
            self._run(ws.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _begin(self, awaited):
        return asyncio.run_coroutine_threadsafe(awaited, self._loop)

    def _run(self, awaited):
        return self._begin(awaited).result()


def run_restarts(restarts, clients, seed):
    """Restarts a host so often; what was counted, by name. Raises AssertionError."""
    choose = random.Random(seed)
    slowest = 0.0
    with Host() as host, connect(host.unix, client='writer', timeout_ms=START_MS) as writer, ThreadPoolExecutor(
        1
    ) as pool:
        watchers = Watchers((host.unix, host.tcp), clients)
        for number in range(restarts):
            write_at_random(writer, choose)
            ending = pool.submit(write_at_random, writer, random.Random(seed + number), True)
            host.stop(choose.choice((signal.SIGTERM, signal.SIGKILL)))
            reads = watchers.begin_reads('end')  # what is asked while there is no host is answered by the next
            host.start()
            ready = time.monotonic()
            ending.result()
            for read in reads:
                read.result(START_MS / 1000)
            write_at_random(writer, choose)
            check(writer, watchers, f'end {number}')
            slowest = max(slowest, time.monotonic() - ready)
        events = sum(len(view.changes) for view in watchers.views)
        watchers.close()
    return {'events': events, 'reconnections': watchers.reconnections, 'seconds': slowest}


def check(writer, watchers, end):
    """Every view comes to what the host has, with nothing told twice."""
    writer['end'] = end
    revision = writer.metadata('end')['revision']
    there = {name: one['revision'] for name, one in writer.all_metadata().items()}
    for view in watchers.views:
        view.until('end', revision)
        assert view.state == there, f'{end}: a client has {view.state}, and the host {there}'
        assert view.twice == [], f'{end}: told twice of {view.twice}'
    for value in watchers.values('end'):
        assert value == end, f'{end}: a client reads {value!r}'


def write_at_random(ws, choose, may_fail=False):
    """Writes and deletes a few variables; while the host goes away, some of it may fail."""
    for _ in range(60):
        name = f'v{choose.randrange(12)}'
        try:
            if choose.random() < 0.25:
                ws.delete(name)
            else:
                ws[name] = choose.random()
        except headframe.NotFoundError:
            continue
        except (headframe.DisconnectedError, headframe.HeadframeError) as error:
            if not may_fail or error.code not in ('DISCONNECTED', 'CLOSING'):
                raise


def main():
    restarts, clients = (int(word) for word in (sys.argv[1:] + ['50', '10'][len(sys.argv) - 1 :])[:2])
    print(f'HEADFRAME_SEED={SEED}')
    counted = run_restarts(restarts, clients, SEED)
    print(f'caught up at most {counted["seconds"]:.2f} s after the host was ready')
    print(
        f'{restarts} restarts under {clients} Python clients of threads and {clients} of asyncio: '
        f'{counted["reconnections"]} reconnections, {counted["events"]} events, none twice, all have what the host has'
    )


if __name__ == '__main__':
    main()
