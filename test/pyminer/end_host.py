"""Subscribes, ends the host (option `pid`) by SIGTERM, and reports what each subscriber is told until it is closed."""

import os
import signal

from clients import LIVENESS_S
from framing import ConnectionEnded
from program import run
from subscribers import ClassicLong, NamedLong


def main(options):
    subscribers = {'classic': ClassicLong(options['address']), 'named': NamedLong(options['address'], 'last')}
    subscribers['named'].ask(b'{"method": "get_var_dic", "params": []}PMEND')
    os.kill(options['pid'], signal.SIGTERM)
    return {name: _told(subscriber) for name, subscriber in subscribers.items()}


def _told(subscriber):
    subscriber.join(LIVENESS_S)
    broadcasts = [message.decode('ascii') for message in subscriber.broadcasts]
    return [*broadcasts, 'closed' if isinstance(subscriber.error, ConnectionEnded) else repr(subscriber.error)]


run(main)
