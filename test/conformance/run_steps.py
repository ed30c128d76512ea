"""
Runs the table of steps with the Python client: `run_steps.py ADDRESS threads|asyncio`.

Prints a line of JSON for each case: {title, problem}.
"""

import asyncio
import inspect
import json
import os
import re
import sys
import threading

import headframe
import headframe.aio
from headframe._typed_json import decode, encode

DEADLINE = 30


async def settled(given):
    return await given if inspect.isawaitable(given) else given


def from_json(value):
    return decode(json.dumps(value).encode(), ())


def to_json(value):
    document, buffers = encode(value)
    assert not list(buffers), 'the values of the table are small'
    return json.loads(bytes(document))


def given(**options):
    return {key: value for key, value in options.items() if value is not None}


async def current_index(ws, name):
    history = await settled(ws.history(name))
    return next(index for index, entry in enumerate(history) if entry['current'])


async def get_var(ws, name):
    value = to_json(await settled(ws.get(name)))
    return {'value': value, 'revision': (await settled(ws.metadata(name)))['revision']}


async def set_var(ws, name, value, if_revision=None, info=None):
    options = given(if_revision=if_revision, info=info)
    return {'revision': await settled(ws.set(name, from_json(value), **options))}


async def set_vars(ws, values, if_revision=None):
    items = {name: from_json(value) for name, value in values.items()}
    return {'revisions': await settled(ws.set_many(items, **given(if_revision=if_revision)))}


async def delete_variables(ws, names):
    if len(names) == 1:
        await settled(ws.delete(names[0]))
        return {'deleted': names}
    return await settled(ws.call('delete_variables', {'names': names}))


async def travel(ws, direction, name, steps=1):
    before = await current_index(ws, name)
    revision = await settled(getattr(ws, direction)(name, steps))
    return {'steps': abs(await current_index(ws, name) - before), 'revision': revision}


async def wait_for(ws, name, timeout_ms):
    try:
        return {'revision': await settled(ws.wait_for(name, timeout_ms=timeout_ms)), 'newer': True}
    except headframe.RequestTimeoutError:
        return {'newer': False}


async def lock(ws, name, holder=None, lease_ms=10_000):
    await settled(ws.lock(name, lease_ms=lease_ms))
    return {}


async def named(key, answer):
    return {key: await settled(answer)}


METHODS = {
    'get_var': get_var,
    'set_var': set_var,
    'set_vars': set_vars,
    'delete_variables': delete_variables,
    'rename_variable': lambda ws, name, new_name: named('revision', ws.rename(name, new_name)),
    'increment': lambda ws, name, by=1: named('value', ws.increment(name, by)),
    'undo': lambda ws, **params: travel(ws, 'undo', **params),
    'redo': lambda ws, **params: travel(ws, 'redo', **params),
    'restore': lambda ws, name: named('name', ws.restore(name)),
    'get_history': lambda ws, name: named('history', ws.history(name)),
    'get_metadata': lambda ws, name: named('metadata', ws.metadata(name)),
    'update_metadata': lambda ws, name, info: named('metadata', ws.update_metadata(name, info)),
    'get_slice': lambda ws, name, ranges: named('value', ws.slice(name, *ranges)),
    'get_statistics': lambda ws, name: named('columns', ws.statistics(name)),
    'wait_for': wait_for,
    'lock': lock,
    'unlock': lambda ws, name: named('unlocked', ws.unlock(name)),
}


async def call(ws, method, params):
    if method == 'get_all_metadata' and set(params['filter']) <= {'kind', 'provider', 'since', 'name', 'info'}:
        return {'metadata': await settled(ws.all_metadata(**params['filter']))}
    if method in METHODS:
        return await METHODS[method](ws, **params)
    return await settled(ws.call(method, params))


def resolve(value, saved):
    if isinstance(value, str):
        found = re.fullmatch(r'\$([a-z]+)(?:\+(\d+))?', value)
        return saved[found[1]] + int(found[2] or 0) if found and found[1] in saved else value
    if isinstance(value, list):
        return [resolve(one, saved) for one in value]
    if isinstance(value, dict):
        return {key: resolve(one, saved) for key, one in value.items()}
    return value


def check(actual, expected, what):
    if isinstance(expected, dict):
        assert hasattr(actual, 'keys') or isinstance(actual, list), f'{what}: {actual!r} holds no keys'
        for key, one in expected.items():
            check(actual[key], one, f'{what}.{key}')
    elif isinstance(expected, list):
        assert len(actual) == len(expected), f'{what}: {actual!r} is not {expected!r}'
        for index, one in enumerate(expected):
            check(actual[index], one, f'{what}[{index}]')
    else:
        same = actual == expected and type(actual) is type(expected)
        assert same, f'{what}: {actual!r} is not {expected!r}'


class Listener:
    """What a third client was told last of each variable."""

    def __init__(self, loop):
        self._loop = loop
        self._told = {}
        self._lock = threading.Lock()
        self._mark = None
        self._marked = asyncio.Event()
        self._marks = 0

    def __call__(self, change):
        with self._lock:
            self._told[change.name] = 'deleted' if change.deleted else 'changed'
            marked = change.name == self._mark
        if marked:
            self._loop.call_soon_threadsafe(self._marked.set)

    async def told(self, ws):
        self._marks += 1
        with self._lock:
            self._mark = f'mark_{self._marks}'
            self._marked.clear()
        await settled(ws.set(self._mark, self._marks))
        await asyncio.wait_for(self._marked.wait(), DEADLINE)
        with self._lock:
            told, self._told = self._told, {}
        told.pop(self._mark)
        return told


async def run_step(step, clients, listener, saved):
    if 'told' in step:
        told = await listener.told(clients['other'])
        assert told == step['told'], f'was told {told!r}'
        return
    answer = call(clients[step.get('as', 'first')], step['call'], resolve(step['params'], saved))
    if 'error' in step:
        try:
            await answer
        except headframe.HeadframeError as error:
            assert error.code == step['error'], f'the code is {error.code}'
            return
        raise AssertionError('there was no error')
    result = await answer
    for name, key in step.get('save', {}).items():
        saved[name] = result[key]
    check(result, resolve(step.get('result', {}), saved), 'result')


async def run_case(steps, clients, listener):
    await listener.told(clients['other'])
    saved = {}
    for step in steps:
        try:
            await run_step(step, clients, listener, saved)
        except Exception as error:
            return f'{json.dumps(step, ensure_ascii=False)}: {type(error).__name__}: {error}'
    return None


async def run(address, mode):
    connect = headframe.connect if mode == 'threads' else headframe.aio.connect
    clients = {name: await settled(connect(address, client=name)) for name in ('first', 'other', 'subscriber')}
    loop = asyncio.get_running_loop()
    listener, told_from_now_on = Listener(loop), asyncio.Event()
    clients['subscriber'].on('connected', lambda: loop.call_soon_threadsafe(told_from_now_on.set))
    clients['subscriber'].on_change(listener)
    await asyncio.wait_for(told_from_now_on.wait(), DEADLINE)
    with open(os.path.join(os.path.dirname(__file__), 'steps.json'), encoding='utf8') as file:
        cases = json.load(file)
    for case in cases:
        problem = await run_case(case['steps'], clients, listener)
        print(json.dumps({'title': case['title'], 'problem': problem}), flush=True)
    for client in clients.values():
        await settled(client.close())


asyncio.run(run(sys.argv[1], sys.argv[2]))
