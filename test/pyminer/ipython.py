"""PyMiner's shell of 2020 beside an application: what both see while cells run.

After each cell the shell deletes the names that are gone, writes all its globals, and merges all variables;
when another client changes one, it reads that in the thread that receives the broadcast. Reports, for 40
cells, those after which a value was undone, lost or stale.
"""

import types

from clients import ClassicShort
from program import run
from subscribers import ClassicLong

CELLS = 40
SETUP = '''
import datetime, numpy
import pandas
from pandas import DataFrame
nothing = None
table = DataFrame({'type': ['a', 'b'], 'n': [1, 2]})
def scaled(number):
    return number * factor
factor = 3
class Record:
    def __init__(self, value):
        self.value = value
record = Record(7)
padding = list(range(400))
'''


class Shell:
    """The part of the shell that keeps its globals and the server's variables the same."""

    def __init__(self, address):
        self.names = {'__name__': '__main__'}
        self._synced = set()
        self._client = ClassicShort(address)
        self.subscriber = ClassicLong(address, on_broadcast=self._fetch)

    def run_cell(self, source):
        exec(source, self.names)
        variables = {name: value for name, value in self.names.items() if _is_users(name, value)}
        for name in self._synced - variables.keys():
            self._client.delete_var(name, 'ipython')
        answer = self._client.set_var_dic(variables, 'ipython')
        self.names.update(self._client.get_all_vars())
        self._synced = set(variables)
        return answer

    def _fetch(self, message):
        if message['message'] == 'data_changed' and message['data_source'] != 'ipython':
            name = message['data_name']
            value = self._client.get_var(name)
            self.names[name] = self._client.get_var(name) if value is None else value


def main(options):
    address = options['address']
    shell, application = Shell(address), ClassicShort(address)
    report = {'setup': shell.run_cell(SETUP), 'undone': [], 'lost': [], 'stale': []}
    for cell in range(CELLS):
        shell.run_cell(f'x = {cell}\ntemporary{cell} = 1')
        if shell.names['x'] != cell or application.get_var('x') != cell:
            report['undone'].append(cell)
        shell.run_cell(f'del temporary{cell}')
        if f'temporary{cell}' in application.get_all_public_var_names():
            report['lost'].append(cell)
        application.set_var(f'y{cell}', [cell], 'app')
        shell.subscriber.wait_for_change(f'y{cell}')
        if shell.names[f'y{cell}'] != [cell]:
            report['stale'].append(cell)
    names = shell.names
    report['names'] = application.get_all_public_var_names()[:6]
    report['code'] = [names['scaled'](14), names['record'].value, list(names['table']['type'])]
    shell.subscriber.close()
    return report


def _is_users(name, value):
    return not name.startswith('_') and not isinstance(value, types.ModuleType)


run(main)
