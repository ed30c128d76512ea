"""Two long connections of each dialect, which watch each other's changes and those of short connections.

Reports the broadcasts that each of the four received, as text.
"""

from clients import SHORT_CLIENTS, pickled
from program import run
from subscribers import ClassicLong, NamedLong


def main(options):
    address = options['address']
    classic, named = (client(address) for client in SHORT_CLIENTS.values())
    watchers = {
        'classic_1': ClassicLong(address, strict=True),
        'classic_2': ClassicLong(address, strict=True),
        'named_1': NamedLong(address, 'first', strict=True),
        'named_2': NamedLong(address, 'second', strict=True),
    }
    classic.set_var('by_short', 'SECRET' * 50, 'ipython')
    named.set_var('by_named', 'SECRET' * 50, 'console')
    watchers['classic_1'].ask(classic.packet('write_p', 'by_long', pickled('SECRET' * 50), 'app'))
    watchers['named_2'].ask(named.packet('write_p', 'by_named_long', pickled('SECRET' * 50), 'app2'))
    classic.ask('write_p', 'no_provider', pickled(1))
    classic.ask('write_p', 'null_provider', pickled(1), None)
    classic.set_var('变量', 1, 'a"b\\c')
    named.set_var('by_short', 'SECRET' * 50, 'ipython')
    named.set_var_dic({'d1': 1, 'd2': 2, 'd3': 3}, 'ipython')
    classic.ask('write_p', '1bad', pickled(1), 'refused')
    classic.ask('write_p', 'refused', 'gARL', 'refused')
    classic.delete_var('d2', 'me')
    classic.delete_var('unknown', 'me')
    named.set_var('PMEND', 'SECRET', 'PMEND')
    classic.set_var('last', 1)
    for watcher in watchers.values():
        watcher.wait_for_change('last')
        watcher.wait_for(lambda: watcher.heartbeats > 0)
    report = {name: [message.decode('ascii') for message in watcher.broadcasts] for name, watcher in watchers.items()}
    for watcher in watchers.values():
        watcher.close()
    return report


run(main)
