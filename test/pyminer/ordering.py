"""1000 writes each read back at once, and 1000 writes each deleted at once, with 10 subscribers.

Reports the stale reads, the deletions overtaken, and the subscribers that saw a wrong order of changes.
"""

from clients import ClassicShort, NamedShort, pickled
from framing import StrictReader
from program import run
from subscribers import ClassicLong, NamedLong

PAIRS = 1000
SUBSCRIBERS = 10


def main(options):
    address = options['address']
    clients = [ClassicShort(address), NamedShort(address)]
    subscribers = [
        ClassicLong(address, strict=True) if number % 2 else NamedLong(address, f'subscriber{number}', strict=True)
        for number in range(SUBSCRIBERS)
    ]
    report = {
        'stale': [i for i in range(PAIRS) if _stale(clients[i % 2], clients[(i + 1) % 2], i)],
        'overtaken': [i for i in range(PAIRS) if _overtaken(clients[i % 2], clients[(i + 1) % 2], f'gone{i}')],
        'overtaken_in_a_pipeline': _pipeline(clients[0], [f'pipe{i}' for i in range(PAIRS)]),
    }
    clients[0].set_var('last', 0)
    for subscriber in subscribers:
        subscriber.wait_for_change('last')
    report['misled'] = [number for number, one in enumerate(subscribers) if not _orderly(one.broadcasts)]
    for subscriber in subscribers:
        subscriber.close()
    return report


def _stale(writer, reader, number):
    writer.set_var('fresh', number)
    return reader.get_var('fresh') != number


def _overtaken(writer, remover, name):
    writer.set_var(name, 0, 'pairs')
    remover.ask('delete_variable', name, 'pairs')
    return name in writer.ask('read_p', name)


def _pipeline(client, names):
    """Write, delete and read of each name in one segment over one connection; the names still there."""
    with client.open() as sock:
        reader = StrictReader(sock)
        left = []
        for name in names:
            requests = [('write_p', name, pickled(0), 'pairs'), ('delete_variable', name, 'pairs'), ('read_p', name)]
            sock.sendall(b''.join(client.packet(*request) for request in requests))
            answers = [reader.read() for _ in requests]
            if f'"{name}": '.encode() in answers[2]:
                left.append(name)
        return left


def _orderly(broadcasts):
    """Whether all deletions were told, each after the change that it undid."""
    seen, deletions = set(), 0
    for message in broadcasts:
        if b'data_deleted' in message:
            deletions += 1
            if message.replace(b'data_deleted', b'data_changed') not in seen:
                return False
        seen.add(message)
    return deletions == 2 * PAIRS


run(main)
