"""Bursts of 1000 broadcasts to subscribers that read as PyMiner's: by one write_var_dic, and by 1000 writes.

Reports for each subscriber the bursts that arrived in order, and what it received instead of the others.
Option `writers`: how many short connections write at a time in the second burst.
"""

import threading

from clients import ClassicShort, NamedShort
from program import run
from subscribers import ClassicLong, NamedLong, changed

COUNT = 1000


def main(options):
    address = options['address']
    subscribers = {'classic': ClassicLong(address), 'named': NamedLong(address, 'reader')}
    together = [f'together_{"x" * (number % 40)}{number}' for number in range(COUNT)]
    ClassicShort(address).set_var_dic(dict.fromkeys(together, 0), 'burst')
    expected = [changed(name, 'burst') for name in together]
    report = {name: {'together': _received(one, expected)} for name, one in subscribers.items()}
    singly = [f'singly_{"y" * (number % 40)}{number}' for number in range(COUNT)]
    _write_all(address, singly, options['writers'])
    expected = {changed(name, 'burst') for name in singly}
    for name, subscriber in subscribers.items():
        report[name]['singly'] = _received_any(subscriber, expected)
        subscriber.close()
    return report


def _received(subscriber, expected):
    subscriber.wait_for(lambda: len(subscriber.broadcasts) >= COUNT)
    return 'all' if subscriber.broadcasts == expected else _unexpected(subscriber.broadcasts, expected)


def _received_any(subscriber, expected):
    subscriber.wait_for(lambda: len(subscriber.broadcasts) >= 2 * COUNT)
    received = subscriber.broadcasts[COUNT:]
    return 'all' if set(received) == expected else _unexpected(received, expected)


def _unexpected(received, expected):
    return [message.decode('ascii') for message in received if message not in expected] or 'another order'


def _write_all(address, names, writers):
    def write(part):
        client = NamedShort(address)
        for name in part:
            client.set_var(name, 0, 'burst')

    threads = [threading.Thread(target=write, args=(names[first::writers],)) for first in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


run(main)
