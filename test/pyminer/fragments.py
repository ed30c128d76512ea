"""Every exchange with its bytes sent one at a time, and with several packets in one segment.

Reports the text of the values written, and each exchange's confirmation and answers, by its name.
"""

import base64
import itertools
import json
import pickle

from clients import SHORT_CLIENTS, connect
from framing import StrictReader, receive_exactly
from program import run
from subscribers import BROADCAST

PREAMBLES = {
    'classic_short': b'request_data',
    'classic_long': b'long_conn',
    'named_short': b'{"timestamp": 1.5, "name": "a{}\\"}", "contents": "", "method": "request_data"}',
    'named_short_ended': b'{"timestamp": 1.5, "name": "a", "contents": "", "method": "request_data"}PMEND',
    'named_long': b'{"method": "start_long_connection", "name": "NAME", "params": [], "id": 0}PMEND',
}
WAYS = ('bytewise', 'coalesced', 'awkward')


def main(options):
    exchanges = {
        f'{preamble} {way}': _exchange(options['address'], preamble, way, f'{preamble}_{way}_PMEND')
        for preamble in PREAMBLES
        for way in WAYS
    }
    return {'text': _text_with_terminator(), 'exchanges': exchanges}


def _exchange(address, preamble, way, name):
    client = SHORT_CLIENTS[preamble.split('_')[0]](address)
    text = _text_with_terminator()
    requests = [
        client.packet('write_p', name, text, 'PMEND"PMEND'),
        client.packet('read_p', name),
        client.packet('delete_variable', name, 'PMEND'),
    ]
    opening = PREAMBLES[preamble].replace(b'NAME', name.encode('ascii'))
    with connect(address) as sock:
        for segment in _segments(way, opening, requests):
            sock.sendall(segment)
        return _answers(sock, preamble, len(requests))


def _segments(way, opening, requests):
    everything = opening + b''.join(requests)
    if way == 'coalesced':
        return [everything]
    if way == 'bytewise':
        return [everything[at : at + 1] for at in range(len(everything))]
    # Each packet's terminator is torn in three, and its last part comes with the head of the next packet.
    ends = itertools.accumulate(map(len, [opening + requests[0], *requests[1:]]))
    cuts = [0, *(end - left for end in ends for left in (4, 2)), len(everything)]
    return [everything[start:end] for start, end in zip(cuts, cuts[1:])]


def _answers(sock, preamble, count):
    found = []
    if preamble == 'classic_short':
        found.append(receive_exactly(sock, len(b'conn_established')).decode('ascii'))
    reader = StrictReader(sock)
    if preamble.startswith('named'):
        found.append(json.loads(reader.read())['message'])
    while len(found) < count + (preamble != 'classic_long'):
        message = reader.read()
        if not message.startswith(BROADCAST):
            found.append(message.decode('ascii').rstrip(' '))
    return found


def _text_with_terminator():
    """Base64 of a pickle, in which the letters PMEND occur."""
    core = base64.b64decode('PMENDPMENDAA')
    for lead in range(3):
        text = base64.b64encode(pickle.dumps(b'x' * lead + core, 4)).decode('ascii')
        if 'PMEND' in text:
            return text
    raise AssertionError('no pickle with PMEND in its base64')


run(main)
