"""The commands that clients offer as methods: what is asked, and what of the answer is given."""

from __future__ import annotations

from typing import Any, Callable, Dict, Generic, List, Mapping, Optional, Sequence, TypeVar, Union

from ._requests import Buffer, Request, Result, command
from ._typed_json import decode_tree
from ._values import Values

T = TypeVar('T')
Range = Union[slice, int, Sequence[Optional[int]], None]


class Plan(Generic[T]):
    """A command's request, and how its result is read."""

    __slots__ = ('read', 'request')

    def __init__(self, request: Request, read: Callable[[Result], T]):
        self.request = request
        self.read = read


def _member(key: str) -> Callable[[Result], Any]:
    return lambda result: result.result[key]


def _value(result: Result) -> Any:
    return decode_tree(result.result['value'])


def names() -> Plan[List[str]]:
    return Plan(command('get_all_public_variable_names', None), _member('var_names'))


def metadata(name: str) -> Plan[Dict[str, Any]]:
    return Plan(command('get_metadata', {'name': name}), _member('metadata'))


def all_metadata(filter: Mapping[str, Any]) -> Plan[Dict[str, Dict[str, Any]]]:
    wanted = {key: value for key, value in filter.items() if value is not None}
    return Plan(command('get_all_metadata', {'filter': wanted} if wanted else None), _member('metadata'))


def update_metadata(
    name: str, info: Mapping[str, Any], if_revision: Optional[int], provider: str
) -> Plan[Dict[str, Any]]:
    params = {'name': name, 'info': dict(info), 'provider': provider, 'if_revision': if_revision}
    return Plan(command('update_metadata', params), _member('metadata'))


def set_with_info(
    values: Values,
    name: str,
    value: Any,
    options: Mapping[str, Any],
    method: Optional[str],
) -> Plan[int]:
    number, document, buffers = values.dump(value, method)
    given = {key: option for key, option in options.items() if option is not None}
    params = {'name': name, 'method': 'pickle' if number == 1 else 'json', **given}
    return Plan(command('set_var', params, ('value', [document, *buffers])), _member('revision'))


def travel(command_name: str, name: str, steps: int, if_revision: Optional[int], provider: str) -> Plan[int]:
    params = {'name': name, 'steps': steps, 'provider': provider, 'if_revision': if_revision}
    return Plan(command(command_name, params), _member('revision'))


def history(name: str) -> Plan[List[Dict[str, Any]]]:
    return Plan(command('get_history', {'name': name}), _member('history'))


def recycle_bin() -> Plan[List[Dict[str, Any]]]:
    return Plan(command('get_recycle_bin', None), _member('entries'))


def restore(name_or_index: Union[str, int], provider: str) -> Plan[str]:
    return Plan(command('restore', {'name': name_or_index, 'provider': provider}), _member('name'))


def rename(name: str, new_name: str, if_revision: Optional[int], provider: str) -> Plan[int]:
    params = {'name': name, 'new_name': new_name, 'provider': provider, 'if_revision': if_revision}
    return Plan(command('rename_variable', params), _member('revision'))


def clear(provider: str) -> Plan[List[str]]:
    return Plan(command('clear', {'provider': provider}), _member('deleted'))


def increment(name: str, by: float, provider: str) -> Plan[Any]:
    return Plan(command('increment', {'name': name, 'by': by, 'provider': provider}), _value)


def lock(name: str, holder: str, lease_ms: int) -> Plan[Any]:
    params = {'name': name, 'holder': holder, 'lease_ms': lease_ms}
    return Plan(command('lock', params), _member('until'))


def unlock(name: str, holder: str) -> Plan[bool]:
    return Plan(command('unlock', {'name': name, 'holder': holder}), _member('unlocked'))


def wait_for(name: str, since_revision: int, timeout_ms: int) -> Plan[Optional[int]]:
    params = {'name': name, 'since_revision': since_revision, 'timeout_ms': timeout_ms}
    return Plan(
        command('wait_for', params), lambda result: result.result['revision'] if result.result['newer'] else None
    )


def slice_(name: str, ranges: Sequence[Range]) -> Plan[Any]:
    return Plan(command('get_slice', {'name': name, 'ranges': [_range(one) for one in ranges]}), _value)


def _range(given: Range) -> Optional[List[Optional[int]]]:
    if isinstance(given, slice):
        return [given.start, given.stop, given.step]
    if isinstance(given, int):
        return [given, given + 1 if given != -1 else None, 1]
    return None if given is None else list(given)


def statistics(name: str, columns: Optional[Sequence[str]]) -> Plan[Any]:
    params = {'name': name, 'columns': None if columns is None else list(columns)}
    return Plan(command('get_statistics', params), lambda result: decode_tree(result.result['columns']))


def settings() -> Plan[Dict[str, Any]]:
    return Plan(command('get_settings', None), _member('settings'))


def call(method: str, params: Any) -> Plan[Dict[str, Any]]:
    return Plan(command(method, params), _with_attached)


def call_interface(interface: str, method: str, params: Sequence[Any]) -> Plan[Any]:
    given = {'interface': interface, 'method': method, 'params': list(params)}
    return Plan(command('call_interface', given), _value)


def _with_attached(result: Result) -> Dict[str, Any]:
    """The result with the bytes in their places: a document alone as bytes, with buffers a list of them."""
    for path, pieces in result.attached.items():
        place: Any = result.result
        for key in path[:-1]:
            place = place[key]
        parts: List[Buffer] = [bytes(piece) for piece in pieces]
        place[path[-1]] = parts[0] if len(parts) == 1 else parts
    return result.result
