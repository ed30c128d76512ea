"""What the server answers to the preambles of 2021, good and bad, and when a subscriber's name is free again.

Reports each answer's text by what was sent.
"""

import json
import time

from clients import LIVENESS_S, connect
from framing import StrictReader
from program import run
from subscribers import NamedLong


def main(options):
    address = options['address']
    report = {'short': _answer(address, b'{"timestamp": 1.5, "name": "a", "contents": "", "method": "request_data"}')}
    first = NamedLong(address, 'cli1', strict=True)
    with connect(address) as sock:
        reader = StrictReader(sock)
        for what, name in {'taken': '"cli1"', 'none': 'null', 'number': '7'}.items():
            sock.sendall(_start(name))
            report[what] = reader.read().decode('ascii')
    report['empty'] = _answer(address, _start('""'))
    report['garbage'] = _answer(address, b'xx')
    report['list'] = _answer(address, b'[1]')
    first.close()
    report['free again'] = _free_again(address)
    return report


def _start(name):
    return f'{{"method": "start_long_connection", "name": {name}, "params": [], "id": 0}}PMEND'.encode('ascii')


def _answer(address, preamble):
    with connect(address) as sock:
        sock.sendall(preamble)
        return StrictReader(sock).read().decode('ascii')


def _free_again(address):
    """The first answer that is no refusal: the server may see the new client before the old one's end."""
    deadline = time.monotonic() + LIVENESS_S
    while time.monotonic() < deadline:
        answer = _answer(address, _start('"cli1"'))
        if json.loads(answer)['message'] == 'succeeded':
            return answer
    raise TimeoutError(answer)


run(main)
