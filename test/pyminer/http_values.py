"""Writes every value of `values.all_values` by HTTP and reads it back; reports how many, and those that differ.

Then some of more than a megabyte, in requests that come in many pieces, and many clients at a time.
"""

import os
import threading

from http_client import HttpClient
from program import run
from values import all_values

CLIENTS = 8
EACH = 10


def main(options):
    client = HttpClient(options)
    report = {'different': [], 'compared': 0, 'large': [], 'failed': []}
    for entry in all_values():
        answer = client.set_data({entry.name: entry.value})
        reason = entry.differs(client.get_data([entry.name])[entry.name])
        report['compared'] += 1
        if answer != 'set succeeded!' or reason is not None:
            report['different'].append(f'{entry.name}: {answer} {reason}')
    for size, pieces in ((65_000, 1), (65_537, 999), (1_000_000, 1021), (3_000_000, 100_000)):
        value = os.urandom(size)
        client.set_data({'large': value}, pieces=pieces if pieces > 1 else None)
        report['large'].append(client.get_data(['large'], pieces=7)['large'] == value)
    threads = [threading.Thread(target=_exchange, args=(options, number, report['failed'])) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report['many'] = sum(name.startswith('many') for name in client.names())
    return report


def _exchange(options, number, failed):
    try:
        client = HttpClient(options)
        for round_ in range(EACH):
            name = f'many{number}_{round_}'
            value = [number, round_, 'x' * 3000]
            client.set_data({name: value})
            if client.get_data([name])[name] != value:
                raise AssertionError(name)
    except Exception as error:
        failed.append(repr(error))


run(main)
