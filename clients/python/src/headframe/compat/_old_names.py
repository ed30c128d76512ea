"""PyMiner's module names, and which of ours stand for them."""

from __future__ import annotations

from typing import Dict, NamedTuple, Tuple

__all__ = ['OLD_NAMES', 'QT_NAME', 'OldModule']

QT_NAME = 'PMClient'
"""The one name that needs Qt; it is looked up when it is used."""


class OldModule(NamedTuple):
    """What a module of PyMiner's offers: names of one of ours."""

    source: str = ''
    names: Tuple[str, ...] = ()
    is_package: bool = False


_CLIENTS = ('BaseClient', 'GeneralClient', QT_NAME, 'get_style_sheet')
_CLASSIC, _NAMED, _COMM = 'headframe.compat.classic', 'headframe.compat.named', 'headframe.compat.comm'
_ALGORITHMS = 'headframe.compat.algorithms'


def _clients(package: str, source: str) -> Dict[str, OldModule]:
    """A package of clients, and its three modules."""
    return {
        package: OldModule(source, _CLIENTS, True),
        f'{package}.baseclient': OldModule(source, ('BaseClient', 'get_style_sheet')),
        f'{package}.clientgeneral': OldModule(source, ('GeneralClient', 'BaseClient')),
        f'{package}.clientforqt': OldModule(source, (QT_NAME, 'BaseClient')),
    }


OLD_NAMES: Dict[str, OldModule] = {
    'pmgwidgets': OldModule(_CLASSIC, _CLIENTS, True),
    'pmgwidgets.communication': OldModule(_CLASSIC, _CLIENTS, True),
    **_clients('pmgwidgets.communication.test', _CLASSIC),
    'pyminer_algorithms': OldModule(
        _ALGORITHMS, ('del_var', 'get_var', 'get_var_names', 'get_vars', 'set_var', 'set_vars'), True
    ),
    'widgets': OldModule(is_package=True),
    'widgets.utilities': OldModule(is_package=True),
    **_clients('widgets.utilities.network', _NAMED),
    'lib': OldModule(is_package=True),
    'lib.comm': OldModule(
        _COMM,
        (
            'DataDesc',
            'call_interface',
            'del_var',
            'del_vars',
            'exec_ipy_command',
            'get_data_descs',
            'get_settings',
            'get_style_sheet',
            'get_var',
            'get_var_names',
            'get_vars',
            'modify_settings',
            'run_command',
            'set_var',
            'set_vars',
        ),
        True,
    ),
    'lib.comm.base': OldModule(_COMM, ('DataDesc', 'NoPreviewError', 'is_pyminer_service_started')),
}
