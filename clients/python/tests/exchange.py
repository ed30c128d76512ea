"""
The corpus of values as typed JSON, for another implementation to read and write.

    exchange.py write CORPUS OUT     packs, for each object of the corpus, its document, its buffers and its pickle
    exchange.py check CORPUS FILE    decodes packed documents and compares each with its object, type for type

An entry is a JSON header, then the pieces of bytes that its `lengths` give. CORPUS is the folder of corpus.py.
"""

import json
import pickle
import struct
import sys
import warnings

from headframe._typed_json import decode, encode

CODE = ('classes and functions', 'cloudpickle')
ATTACH_FROM = (1, 64, 1 << 40)


def pack(out, header, pieces):
    head = json.dumps({**header, 'lengths': [len(piece) for piece in pieces]}).encode()
    out.write(struct.pack('<I', len(head)) + head + b''.join(map(bytes, pieces)))


def unpack(data):
    at = 0
    while at < len(data):
        (length,) = struct.unpack_from('<I', data, at)
        header = json.loads(data[at + 4 : at + 4 + length])
        at += 4 + length
        pieces = []
        for size in header['lengths']:
            pieces.append(data[at : at + size])
            at += size
        yield header, pieces


def write(corpus, path):
    with open(path, 'wb') as out:
        for group, expression, value in corpus.objects(()):
            if group in CODE:
                continue
            for attach_from in ATTACH_FROM:
                document, buffers = encode(value, attach_from)
                header = {'expression': expression, 'pickle': True}
                pack(out, header, [document, *buffers, pickle.dumps(value, 4)])


def check(corpus, path):
    """Prints one line a wrong entry, then a count."""
    checked = wrong = 0
    originals = {}
    with open(path, 'rb') as file:
        data = file.read()
    for header, (document, *buffers) in unpack(data):
        expression = header['expression']
        checked += 1
        try:
            original = originals.setdefault(expression, corpus.evaluate(expression))
            value = decode(document, [bytearray(buffer) for buffer in buffers])
            problem = '' if corpus.same(original, value) else f'got {value!r:.300}'
        except Exception as error:  # the report is the point: one bad document must not hide the others
            problem = f'{type(error).__name__}: {error}'
        if problem:
            wrong += 1
            print(json.dumps({'expression': expression, 'document': str(document[:200]), 'problem': problem}))
    print(json.dumps({'checked': checked, 'wrong': wrong}))


def main():
    sys.path.insert(0, sys.argv[2])
    import corpus

    corpus.evaluate = lambda expression: eval(expression, vars(corpus))
    warnings.simplefilter('error', DeprecationWarning)
    warnings.simplefilter('error', FutureWarning)
    {'write': write, 'check': check}[sys.argv[1]](corpus, sys.argv[3])


if __name__ == '__main__':
    main()
