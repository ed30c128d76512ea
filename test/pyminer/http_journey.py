"""A program of PyMiner's last release on an empty workspace: what each of its functions gets."""

import pandas as pd

from http_client import DataDesc, HttpClient, ask
from program import run

FRAME = pd.DataFrame({'type': ['a', 'b'], 'n': [1.5, 2.5]})


def main(options):
    client = HttpClient(options)
    report = {'version': client.version, 'protocol': client.protocol, 'names_at_first': client.names()}
    report['set'] = [client.set_data({'x': {'a': [1, 2.5, None]}, '变量': 'z'}), client.set_data({'frame': FRAME, 'n': 7})]
    report['names'] = {kind: client.names(kind) for kind in ('', 'dataframe', 'array', 'numeric')}
    got = client.get_data(['x', 'nope', 'frame', '变量'])
    report['got'] = [got['x'], got['nope'], got['frame'].equals(FRAME), got['变量'], list(got)]
    report['preview'] = client.get_data(['x', 'nope'], preview=True)
    report['shared'] = client.get_shared(['n'])
    report['end_shared'] = ask(client.variable_port, '/end_share_variables', b'psm_3e3b9ce7').decode()
    report['descriptions'] = {name: _shown(desc) for name, desc in client.descriptions().items()}
    report['delete'] = [client.delete(['x', 'frame']), client.delete(['nope']), client.names()]
    report['settings'] = [client.modify_settings({'theme': 'Windows', 'locale': 'de'}), client.settings()['theme']]
    report['refused_settings'] = [client.modify_settings({'nonsense': 1}), client.modify_settings({'theme': object})]
    report['style_sheet'] = client.style_sheet()[:8]
    report['told'] = [client.tell_variables({'y': DataDesc([1, 2])}), client.tell_variables({'a': 1}), client.names()]
    report['calls'] = [
        client.call('socket-server', 'address', {}),
        client.call('socket-server', 'address', {}, request_ret=False),
        client.call('socket-server', 'nope', {}),
        client.call('nobody', 'nope', {}),
    ]
    report['exec'] = ask(client.variable_port, 'exec_command', b'', '').decode()
    report['garbage'] = [
        ask(client.host_port, 'modify_settings', b'garbage').decode(),
        ask(client.host_port, 'set_data', b'garbage').decode(),
        ask(client.host_port, 'interface_call', b'garbage').decode(),
        ask(client.variable_port, '/get_data', b'garbage').decode(),
        ask(client.variable_port, '/set_data', b'garbage').decode(),
        ask(client.variable_port, '/get_data').decode(),
    ]
    return report


def _shown(desc):
    shown = dict(desc.__dict__, of=type(desc).__name__)
    return {name: value.__name__ if isinstance(value, type) else value for name, value in shown.items()}


run(main)
