"""
Clients of 2020 and 2021, as many as the argument says of each, which keep what they are told.

Each line of the input is the workspace as it is, as JSON. When all clients have that, a line says so.
"""

import json
import sys
import threading

from headframe.compat import classic, named

LIVENESS_S = 60


class View:
    """What one client knows of the workspace."""

    changed = threading.Condition()

    def __init__(self, client):
        self.values = {}
        self._client = client
        client.on_server_message_received = self.told

    def told(self, packet):
        message = json.loads(packet)
        if message['message'] not in ('data_changed', 'data_deleted'):
            return
        name = message['data_name']
        # What the workspace has by now, whatever was told: None when it has been deleted since.
        value = classic.BaseClient().get_var(name)
        with self.changed:
            self.values.pop(name, None)
            if value is not None:
                self.values[name] = value
            self.changed.notify_all()


def main(count):
    clients = [classic.GeneralClient() for _ in range(count)]
    clients += [named.GeneralClient(f'view {number}') for number in range(count)]
    views = [View(client) for client in clients]
    print('ready', flush=True)
    for line in sys.stdin:
        with View.changed:
            same = View.changed.wait_for(lambda line=line: all_have(views, json.loads(line)), LIVENESS_S)
        print('same' if same else f'{line} is not {[view.values for view in views]}', flush=True)


def all_have(views, expected):
    return all(view.values == expected for view in views)


main(int(sys.argv[1]))
