"""A write_var_dic with bad entries among good ones, in each dialect; reports the answers and what was stored."""

import base64
import pickle

from clients import SHORT_CLIENTS, pickled
from program import run


def main(options):
    entries = {
        'first': pickled(1),
        'DataFrame': pickled(0),
        '1bad': pickled(0),
        'no_base64': '%%%%',
        'no_pickle': base64.b64encode(b'hello').decode(),
        'cut': base64.b64encode(b'\x80\x04K').decode(),
        'last': pickled(2),
    }
    text = base64.b64encode(pickle.dumps(entries)).decode('ascii')
    clients = [client(options['address']) for client in SHORT_CLIENTS.values()]
    return [[client.ask('write_var_dic', text), client.get_all_vars()] for client in clients]


run(main)
