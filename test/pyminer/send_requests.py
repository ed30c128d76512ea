"""Sends requests of one dialect and reports the answers' exact text.

Options: `dialect`; `connection`: "each" (a short connection a request), "one" (all on one short connection)
or "long"; `requests`: `{"method", "params"}`, or `{"text"}` for a packet of any text (Latin-1, so that bytes
can be told; the terminator is added).
"""

from clients import LIVENESS_S, SHORT_CLIENTS
from framing import TERMINATOR, StrictReader
from program import run
from subscribers import ClassicLong, NamedLong


def main(options):
    client = SHORT_CLIENTS[options['dialect']](options['address'], strict=True)
    packets = [_packet(client, request) for request in options['requests']]
    answers = {'each': _each, 'one': _one, 'long': _long}[options['connection']](client, packets)
    return [answer.decode('utf-8') for answer in answers]


def _packet(client, request):
    if 'text' in request:
        return request['text'].encode('latin-1') + TERMINATOR
    return client.packet(request['method'], *request['params'])


def _each(client, packets):
    return [client.send(packet) for packet in packets]


def _one(client, packets):
    with client.open() as sock:
        sock.settimeout(LIVENESS_S)
        reader = StrictReader(sock)
        answers = []
        for packet in packets:
            sock.sendall(packet)
            answers.append(reader.read())
        return answers


def _long(client, packets):
    if client.dialect == 'classic':
        watcher = ClassicLong(client.address, strict=True)
    else:
        watcher = NamedLong(client.address, 'requests', strict=True)
    answers = [watcher.ask(packet) for packet in packets]
    watcher.close()
    return answers


run(main)
