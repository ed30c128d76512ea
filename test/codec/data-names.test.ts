import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { isDataCall, isDataReference } from '../../codec/pickle/known/data-globals.ts';
import { PyGlobal, PyObject } from '../../codec/pickle/values.ts';
import { python } from './python.ts';

const CLIENT = join(import.meta.dirname, '../../clients/python/src');
const PRINT = `
import json, sys
sys.path.insert(0, sys.argv[1])
from headframe._typed_json import _names
print(json.dumps({'called': sorted(_names.CALLED), 'referred': sorted(_names.REFERRED)}))
`;

function globalOf(path: string): PyGlobal {
  const at = path.lastIndexOf('.');
  return new PyGlobal(path.slice(0, at), path.slice(at + 1));
}

test('what the Python client makes of typed JSON by its name, this codec takes for data too', () => {
  const { called, referred }: Record<'called' | 'referred', string[]> = JSON.parse(
    python(['-c', PRINT, CLIENT]),
  );
  assert.ok(called.length > 0 && referred.length > 0);
  assert.deepEqual(
    called.filter((path) => !isDataCall(new PyObject(globalOf(path), []))),
    [],
  );
  assert.deepEqual(
    referred.filter((path) => !isDataReference(globalOf(path))),
    [],
  );
});
