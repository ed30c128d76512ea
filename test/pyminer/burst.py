"""Bursts of 1000 broadcasts to subscribers that read as PyMiner's: by write_var_dic, and by single writes.

The names of the first kind are made so that the messages' lengths, written one after the other without any
spaces, would end 1 to 4 bytes behind a multiple of 1024: there the originals' `receive` waits for ever.
Reports for each subscriber and burst "all", or what came instead of the expected messages. Option
`writers`: how many clients write at a time in the second kind.
"""

import threading

from clients import ClassicShort, NamedShort
from framing import TERMINATOR
from program import run
from subscribers import READ_BYTES, ClassicLong, NamedLong, changed

COUNT = 1000
LONGEST_TAIL = 40


def main(options):
    address = options['address']
    subscribers = {'classic': ClassicLong(address), 'named': NamedLong(address, 'reader')}
    report = {name: [] for name in subscribers}
    for behind in range(1, len(TERMINATOR)):
        names = _awkward_names(behind)
        ClassicShort(address).set_var_dic(dict.fromkeys(names, 0), 'burst')
        expected = [changed(name, 'burst') for name in names]
        _report(report, subscribers, lambda received, expected=expected: received == expected)
    names = [f'singly_{"y" * (number % LONGEST_TAIL)}{number}' for number in range(COUNT)]
    _write_singly(address, names, options['writers'])
    expected = {changed(name, 'burst') for name in names}
    _report(report, subscribers, lambda received: set(received) == expected)
    for subscriber in subscribers.values():
        subscriber.close()
    return report


def _awkward_names(behind):
    """Names whose broadcasts together are `behind` bytes longer than a multiple of 1024."""
    names = [f'together{behind}_{number}_' for number in range(COUNT)]
    length = sum(len(changed(name, 'burst') + TERMINATOR) for name in names)
    missing = (behind - length) % READ_BYTES
    for number in range(missing // LONGEST_TAIL):
        names[number] += 'x' * LONGEST_TAIL
    names[-1] += 'x' * (missing % LONGEST_TAIL)
    return names


def _report(report, subscribers, is_complete):
    """Waits for each subscriber's next 1000 broadcasts, and takes them from it."""
    for name, subscriber in subscribers.items():
        subscriber.wait_for(lambda subscriber=subscriber: len(subscriber.broadcasts) >= COUNT)
        received, subscriber.broadcasts = subscriber.broadcasts[:COUNT], subscriber.broadcasts[COUNT:]
        report[name].append('all' if is_complete(received) else [message.decode('ascii') for message in received])


def _write_singly(address, names, writers):
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
