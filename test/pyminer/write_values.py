"""Writes every value of `values.all_values` in the protocols 0 to 5, one connection each, dialects alternating.

Reports the SHA-256 of each pickle by name. Option `only`: "big" writes the arrays of 50 MB instead.
"""

import base64
import hashlib

import cloudpickle

from clients import SHORT_CLIENTS
from program import run
from values import all_values
from values_arrays import big_arrays


def main(options):
    if options.get('only') == 'big':
        named = [(name, value, protocol) for name, (value, protocol) in big_arrays().items()]
    else:
        named = [(f'{entry.name}_p{p}', entry.value, p) for entry in all_values() for p in range(6)]
    clients = [client(options['address']) for client in SHORT_CLIENTS.values()]
    digests = {}
    for position, (name, value, protocol) in enumerate(named):
        pickle = cloudpickle.dumps(value, protocol=protocol)
        answer = clients[position % 2].set_text(name, base64.b64encode(pickle).decode('ascii'))
        if not answer['message'].startswith('succe'):
            raise AssertionError(f'{name}: {answer}')
        digests[name] = hashlib.sha256(pickle).hexdigest()
    return digests


run(main)
