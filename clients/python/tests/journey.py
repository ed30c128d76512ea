"""
The corpus of values on its way through a host and another client.

    journey.py set CORPUS ADDRESS      sets each object of the corpus as a variable `v0`, `v1`, …; prints their number
    journey.py check CORPUS ADDRESS    compares `w0`, `w1`, … with the objects, type for type; prints what is wrong

CORPUS is the folder of corpus.py.
"""

import json
import sys
import warnings

from exchange import CODE

from headframe import connect


def values(corpus):
    data = (value for group, _, value in corpus.objects(()) if group not in CODE)
    return {f'v{i}': value for i, value in enumerate(data)}


def main():
    command, folder, address = sys.argv[1:]
    sys.path.insert(0, folder)
    import corpus

    warnings.simplefilter('error', DeprecationWarning)
    warnings.simplefilter('error', FutureWarning)
    originals = values(corpus)
    with connect(address) as ws:
        if command == 'set':
            for name, value in originals.items():
                ws[name] = value
            print(len(originals))
            return
        originals = {name.replace('v', 'w'): value for name, value in originals.items()}
        one_by_one = {name: ws[name] for name in originals}
        for got in (one_by_one, ws.get_many(originals)):
            wrong = [name for name, value in originals.items() if not corpus.same(value, got[name])]
            print(json.dumps({name: f'{originals[name]!r:.200} became {got[name]!r:.200}' for name in wrong}))


if __name__ == '__main__':
    main()
