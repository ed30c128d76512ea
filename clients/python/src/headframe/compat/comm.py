"""
The functions of PyMiner's `lib.comm` (2021, HTTP), spoken to the host in the dialect of 2021.

They unpickle what they read. Where PyMiner printed a traceback and went on, they raise:
ConnectionRefusedError when no host listens, ValueError with the host's reason when it refuses.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from .._shell.fingerprint import fingerprint
from .._shell.names import variables_of
from ._comm_client import CommClient, checked
from ._data_desc import DataDesc, NoPreviewError

__all__ = [
    'DataDesc',
    'NoPreviewError',
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
    'is_pyminer_service_started',
    'modify_settings',
    'run_command',
    'set_var',
    'set_vars',
]

FILTERS = {'': None, 'dataframe': 'table', 'table': 'table', 'array': 'array', 'numeric': 'numeric', 'string': 'string'}


def get_var(var_name: str, preview: bool = False) -> Any:
    """The value of a variable; None when there is none of that name. `preview`: as in `get_vars`."""
    return get_vars([var_name], preview)[var_name]


def get_vars(var_names: List[str], preview: bool = False) -> Dict[str, Any]:
    """
    Some variables by name; None for those that there are not.

    With `preview`, values of more than a megabyte are not fetched: a text about their beginning stands for
    them, a `NoPreviewError` for an array; of the others, texts of at most 100,000 characters.
    """
    client = CommClient()
    return {name: client.preview(name) if preview else client.find(name) for name in var_names}


def set_var(var_name: str, var: Any, provider: str = 'external', method: str = 'pickle') -> None:
    """
    Writes a variable. `provider` is who does it; `method` is `pickle` or `json`, as for `BaseClient.set_var`.
    """
    checked(CommClient().set_var(var_name, var, provider, method))


def set_vars(var_dic: Dict[str, Any]) -> None:
    """Writes several variables. Those that cannot be written are named by a warning."""
    checked(CommClient().set_var_dic(var_dic, 'external'))


def del_var(var_name: str) -> None:
    """Deletes a variable, if there is one of that name."""
    del_vars([var_name])


def del_vars(var_names: List[str]) -> None:
    """Deletes variables, those of them that there are."""
    CommClient().result('delete_variable', list(var_names), 'external')


def get_var_names(filter: str = '') -> List[str]:
    """
    The names of all variables, or of those of a type: `dataframe` (or `table`), `array`, `numeric`, `string`.
    """
    if filter not in FILTERS:
        raise AssertionError(f'no type: {filter!r} (one of {", ".join(FILTERS)})')
    kind = FILTERS[filter]
    client = CommClient()
    return client.get_all_public_var_names() if kind is None else client.get_all_var_names_of_type(kind)


def get_data_descs() -> Dict[str, DataDesc]:
    """What is known of each variable without reading it."""
    metadata = CommClient().result('get_all_metadata')['metadata']
    return {name: DataDesc.of_metadata(known) for name, known in metadata.items()}


def call_interface(
    interface: str, method: str, kwargs: Optional[Dict[str, Any]] = None, request_ret: bool = False
) -> Any:
    """
    Calls a method of a plugin's interface, one that the plugin lets be called from outside.

    The method gets `kwargs`, which are JSON, as one object, when there are any. Gives what it gives when
    `request_ret` is true, else None.
    """
    answer = CommClient().result('call_interface', interface, method, [kwargs] if kwargs else [])
    return answer.get('value') if request_ret else None


def run_command(command: str, hint_text: str = '', hidden: bool = False) -> None:
    """Asks the plugin `ipython_console` to run a command; ValueError when there is no such plugin."""
    call_interface('ipython_console', 'run_command', {'hidden': hidden, 'command': command, 'hint_text': hint_text})


def exec_ipy_command(command: str, rets: List[str]) -> Dict[str, Any]:
    """
    Runs a command on the workspace's variables, writes those that it changed, and gives those named in
    `rets`.

    PyMiner ran it in its shell. Here it is run in this program, where it prints and imports.
    """
    client = CommClient()
    namespace: Dict[str, Any] = client.get_all_vars()
    before = {name: fingerprint(value) for name, value in namespace.items()}
    exec(command, namespace)
    changed = {
        name: value
        for name, value in variables_of(namespace).items()
        if name not in before or fingerprint(value) != before[name]
    }
    if changed:
        checked(client.set_var_dic(changed, 'ipython'))
    gone = [name for name in before if name not in namespace]
    if gone:
        client.result('delete_variable', gone, 'ipython')
    return {name: namespace.get(name) for name in rets}


def modify_settings(items: Dict[str, Any]) -> bytes:
    """Changes settings by name, in order: b'Succeeded!', or b'Failed!' when the host refused one."""
    client = CommClient()
    answers = [client.set_settings_param(name, value) for name, value in items.items()]
    return b'Succeeded!' if all(answer.get('message') == 'succeeded' for answer in answers) else b'Failed!'


def get_settings() -> Dict[str, Any]:
    """PyMiner's settings: `work_dir`, `main_theme`, `margin_theme`, `locale`, `theme`."""
    return dict(CommClient().get_settings()['settings'])


def get_style_sheet() -> str:
    """The style sheet of the host."""
    return CommClient().get_style_sheet()


def is_pyminer_service_started() -> bool:
    """Whether a host listens."""
    try:
        CommClient().result('ping')
    except OSError:
        return False
    return True
