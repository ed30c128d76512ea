"""CPython's side of bench/codec.ts: writes the payloads, times dumps and loads, prints one JSON line."""
import json
import os
import pickle
import random
import sys
import time

import numpy as np
import pandas as pd

random.seed(1)
ROUNDS = int(sys.argv[2])
payloads = {
    'ints': list(range(10**6)),
    'ints31': [random.randrange(2**31) for _ in range(10**6)],
    'floats': [random.random() for _ in range(10**6)],
    'dict': {str(i): random.random() for i in range(10**5)},
    'strings': ['string number %d' % i for i in range(500_000)],
    'records': [{'id': i, 'name': 'n%d' % i, 'score': i + 0.5, 'ok': True, 'tags': ['a', 'b']} for i in range(200_000)],
    'frame-object': pd.DataFrame({
        'a': np.arange(200_000), 'b': np.random.rand(200_000), 'c': ['s%d' % i for i in range(200_000)],
    }),
    'frame-40MB': pd.DataFrame(np.random.rand(10**6, 5), columns=list('abcde')),
    'array-80MB': np.random.rand(10**7),
}


def best(run):
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return min(times) * 1000


found = {}
for name, value in payloads.items():
    data = pickle.dumps(value, 5)
    with open(os.path.join(sys.argv[1], name), 'wb') as out:
        out.write(data)
    found[name] = {
        'dumps': best(lambda: pickle.dumps(value, 4)),
        'loads': best(lambda: pickle.loads(data)),
    }
print(json.dumps(found))
