"""
A client that is told of changes, steered by lines of JSON: each is a function of this file and its
parameters.

The argument says which client: `classic` or `named` (in a thread), `classic-qt` or `named-qt` (in a Qt
program). What the client is told is printed, one line of JSON each; heartbeats are not.
"""

import importlib
import json
import sys
import threading


class Lines:
    """Prints lines of JSON, from any thread."""

    def __init__(self):
        self._lock = threading.Lock()

    def print(self, **line):
        with self._lock:
            print(json.dumps(line), flush=True)


LINES = Lines()


def tell(packet):
    """Prints what the client was told, with the value as this client reads it within its callback."""
    message = json.loads(packet)
    if message['message'] == 'data_changed':
        value = CLIENT.get_var(message['data_name'])
        LINES.print(changed=message['data_name'], source=message['data_source'], value=value)
    elif message['message'] == 'data_deleted':
        LINES.print(deleted=message['data_name'], source=message['data_source'])


def set_var(name, value):
    LINES.print(answer=CLIENT.set_var(name, value, 'listener'))


def shut_down():
    CLIENT.shut_down()
    LINES.print(open=CLIENT.client.fileno() >= 0)


def fail_once():
    """Has the next message raise."""

    def failing(packet):
        CLIENT.on_server_message_received = tell
        raise RuntimeError('deliberate')

    CLIENT.on_server_message_received = failing
    LINES.print(failing=True)


def run(lines):
    for line in lines:
        name, *params = json.loads(line)
        globals()[name](*params)


def run_in_qt():
    """Runs Qt's event loop; the lines come to it from a thread of their own."""
    application = QtCore.QCoreApplication(sys.argv)
    globals()['CLIENT'] = MODULE.PMClient()
    CLIENT.signal_data_changed.connect(lambda name: LINES.print(signal=name, value=CLIENT.get_var(name)))
    CLIENT.signal_server_message_received.connect(
        lambda message: LINES.print(message=message['message'], name=message.get('data_name'))
    )
    LINES.print(ready=True)

    class Steering(QtCore.QObject):
        line_read = QtCore.pyqtSignal(str)

        def read(self):
            for line in sys.stdin:
                self.line_read.emit(line)
            self.line_read.emit('')

    steering = Steering()
    steering.line_read.connect(lambda line: run([line]) if line else application.quit())
    threading.Thread(target=steering.read, daemon=True).start()
    application.exec_()


GENERATION, _, QT = sys.argv[1].partition('-')
MODULE = importlib.import_module(f'headframe.compat.{GENERATION}')
if QT:
    from PyQt5 import QtCore

    run_in_qt()
else:
    CLIENT = MODULE.GeneralClient()
    CLIENT.on_server_message_received = tell
    LINES.print(ready=True)
    run(sys.stdin)
