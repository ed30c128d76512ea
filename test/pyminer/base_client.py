"""What a PyMiner application gets back from its BaseClient's methods, in one dialect, on an empty workspace."""

from clients import SHORT_CLIENTS
from program import run


def main(options):
    client = SHORT_CLIENTS[options['dialect']](options['address'])
    report = {
        'set_var': client.set_var('x', {'a': [1, 2.5, None]}),
        'get_var': client.get_var('x') == {'a': [1, 2.5, None]},
        'set_var_dic': client.set_var_dic({'y': 2, '变量': 'z'}),
        'get_all_vars': client.get_all_vars() == {'x': {'a': [1, 2.5, None]}, 'y': 2, '变量': 'z'},
        'get_all_var_names': client.get_all_var_names(),
        'get_all_public_var_names': client.get_all_public_var_names(),
        'delete_var': client.delete_var('y'),
        'names_left': client.get_all_public_var_names(),
    }
    if options['dialect'] == 'named':
        client.set_var_dic({'n': 1.5, 't': 'text', 'u': True})
        report['get_vars'] = client.get_vars(['t', 'n'])
        report['get_all_var_names_of_type'] = {
            kind: client.get_all_var_names_of_type(kind) for kind in ('string', 'numeric', 'array', 'table')
        }
        report['unknown'] = _error(lambda: client.get_var('nope'))
    return report


def _error(call):
    try:
        return call()
    except ValueError as error:
        return f'ValueError: {error}'


run(main)
