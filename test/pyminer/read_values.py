"""Reads what `write_values.py` wrote, in another process and each value in the other dialect.

Reports the SHA-256 of each pickle as it came, the values that differ, and how many values were compared:
one at a time (`single`), and all of them as one pickled dict, by either unpickler of Python (`together`).
Option `only` as in `write_values.py`.
"""

import base64
import functools
import hashlib
import io
import pickle

from clients import SHORT_CLIENTS
from compare import difference
from program import run
from values import all_values
from values_arrays import big_arrays


def main(options):
    clients = [client(options['address']) for client in SHORT_CLIENTS.values()]
    big = options.get('only') == 'big'
    expected = _big_checks() if big else _checks()
    report = {'digests': {}, 'different': [], 'single': 0, 'together': 0}
    for position, (name, differs) in enumerate(expected.items()):
        data = base64.b64decode(clients[(position + 1) % 2].get_text(name), validate=True)
        report['digests'][name] = hashlib.sha256(data).hexdigest()
        report['different'] += _differences({name: pickle.loads(data)}, {name: differs})
        report['single'] += 1
    if not big:
        for loads in (pickle.loads, lambda data: pickle._Unpickler(io.BytesIO(data)).load()):
            values = loads(base64.b64decode(clients[0].ask('get_var_dic')['var_dic'], validate=True))
            report['different'] += _differences(values, expected)
            report['together'] += len(values)
    return report


def _checks():
    return {f'{entry.name}_p{p}': entry.differs for entry in all_values() for p in range(6)}


def _big_checks():
    return {name: functools.partial(difference, value) for name, (value, _) in big_arrays().items()}


def _differences(values, expected):
    if list(values) != list(expected):
        return [f'names: {list(values)} instead of {list(expected)}']
    found = ((name, expected[name](value)) for name, value in values.items())
    return [f'{name}: {reason}' for name, reason in found if reason is not None]


run(main)
