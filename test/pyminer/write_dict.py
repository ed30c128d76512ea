"""1000 variables by one write_var_dic: each protocol of the outer pickle, entries as text and as bytes.

The dialects alternate. Reports, for each write, its answer and what of the workspace is not as it was written.
"""

import base64
import itertools
import pickle

import cloudpickle

from clients import SHORT_CLIENTS, pickled
from compare import difference
from program import run
from subscribers import ClassicLong, changed

COUNT = 1000


def main(options):
    address = options['address']
    subscriber = ClassicLong(address, strict=True)
    report = {}
    clients = [client(address) for client in SHORT_CLIENTS.values()]
    for protocol, kind in itertools.product(range(6), (str, bytes)):
        client = clients[(protocol + (kind is bytes)) % 2]
        values = {f'v{number}': [protocol, kind.__name__, number] for number in range(COUNT)}
        outer = pickle.dumps({name: _entry(value, kind) for name, value in values.items()}, protocol)
        answer = client.ask('write_var_dic', base64.b64encode(outer).decode('ascii'), 'many')
        report[f'{client.dialect} {protocol} {kind.__name__}'] = [answer, _wrong(client, values)]
    client.set_var('last', 0, 'one')
    subscriber.wait_for_change('last')
    subscriber.close()
    names = list(values)
    announced = [changed(name, 'many') for name in names] * len(report)
    report['broadcasts'] = subscriber.broadcasts[:-1] == announced
    return report


def _entry(value, kind):
    return cloudpickle.dumps(value) if kind is bytes else pickled(value)


def _wrong(client, values):
    if client.get_all_public_var_names() != list(values):
        return 'names or their order'
    return difference(values, client.get_all_vars())


run(main)
