"""CPython's side of bench/codec.ts.

`codec.py make FOLDER` writes the payloads and prints their names as a line of JSON. `codec.py time FILE` loads one, then
for every line of its input times dumps and loads once and prints milliseconds of processor time as a line of JSON.
"""
import json
import os
import pickle
import random
import sys
import time


def make(folder):
    import numpy as np
    import pandas as pd

    random.seed(1)
    payloads = {
        'ints': list(range(10**6)),
        'ints31': [random.randrange(2**31) for _ in range(10**6)],
        'floats': [random.random() for _ in range(10**6)],
        'dict': {str(i): random.random() for i in range(10**5)},
        'strings': ['string number %d' % i for i in range(500_000)],
        'records': [
            {'id': i, 'name': 'n%d' % i, 'score': i + 0.5, 'ok': True, 'tags': ['a', 'b']} for i in range(200_000)
        ],
        'frame-object': pd.DataFrame({
            'a': np.arange(200_000), 'b': np.random.rand(200_000), 'c': ['s%d' % i for i in range(200_000)],
        }),
        'frame-40MB': pd.DataFrame(np.random.rand(10**6, 5), columns=list('abcde')),
        'array-80MB': np.random.rand(10**7),
    }
    for name, value in payloads.items():
        with open(os.path.join(folder, name), 'wb') as out:
            pickle.dump(value, out, 5)
    print(json.dumps(list(payloads)))


def cpu_time(run):
    began = time.process_time()
    run()
    return (time.process_time() - began) * 1000


def time_rounds(path):
    with open(path, 'rb') as file:
        data = file.read()
    value = pickle.loads(data)
    for _ in sys.stdin:
        found = {
            'dumps': cpu_time(lambda: pickle.dumps(value, 4)),
            'loads': cpu_time(lambda: pickle.loads(data)),
        }
        print(json.dumps(found), flush=True)


{'make': make, 'time': time_rounds}[sys.argv[1]](sys.argv[2])
