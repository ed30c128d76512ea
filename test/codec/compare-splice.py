"""Compares spliced dicts with the pickles they were made of, on both unpicklers of this Python.

A line in: {"pickles": [base64], "spliced": base64}; the names in the dict are "v0", "v1" …
A line out for each difference; then {"compared": number of pickles}.
"""
import base64, json, pickle, sys
import cloudpickle


class Old:
    """Stands for an old-style class of Python 2."""


def canon(value, seen):
    """A comparable form, exact in types, in sharing of containers and in recursion."""
    kind = type(value)
    if kind in (list, tuple, dict, bytearray):
        if id(value) in seen:
            return ('again', seen[id(value)])
        seen[id(value)] = len(seen)
    if kind in (list, tuple):
        return (kind.__name__, [canon(item, seen) for item in value])
    if kind is dict:
        return ('dict', [(canon(key, {}), canon(item, seen)) for key, item in value.items()])
    if kind in (set, frozenset):
        return (kind.__name__, sorted(repr(canon(item, {})) for item in value))
    if kind in (int, float, complex, str, bytes, bytearray, bool, type(None), type):
        return (kind.__name__, repr(value))
    return (kind.__name__, cloudpickle.dumps(value))


compared = 0
for line in sys.stdin:
    case = json.loads(line)
    spliced = base64.b64decode(case['spliced'])
    for load in (pickle.loads, pickle._loads):
        loaded = load(spliced, encoding='latin1')
        if list(loaded) != ['v%d' % at for at in range(len(case['pickles']))]:
            print(json.dumps({'names': list(loaded)}))
        for name, source in zip(loaded, case['pickles']):
            alone = load(base64.b64decode(source), encoding='latin1')
            compared += 1
            if canon(alone, {}) != canon(loaded[name], {}):
                print(json.dumps({'pickle': source, 'alone': repr(alone), 'spliced': repr(loaded[name])}))
print(json.dumps({'compared': compared}))
