import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FirstBytes, recognise } from '../../codec/frame/index.ts';

const CASES: ReadonlyArray<readonly [sent: string, is: FirstBytes, consumed: number]> = [
  ['', 'incomplete', 0],
  ['long_conn', 'classic-long', 9],
  ['long_conn{"method": "read_p"}PMEND', 'classic-long', 9],
  ['request_data', 'classic-short', 12],
  ['request_data{"method": "read_p"}PMEND', 'classic-short', 12],
  ['{', 'named', 0],
  ['{"method"', 'named', 0],
  ['headframe/1\n', 'framed', 0],
  ['headframe/2\n', 'framed', 0],
  ['GET / HTTP/1.1\r\n', 'http', 0],
  ['GET get_python_version_info?msg= HTTP/1.1', 'http', 0],
  ['OPTIONS * HTTP/1.1', 'http', 0],
  ['PRI * HTTP/2.0', 'http', 0],
  ['\u0016\u0003\u0001', 'tls', 0],
  ['\u0016', 'tls', 0],
  ['GETX', 'garbage', 0],
  ['get / HTTP/1.1', 'garbage', 0],
  ['PMEND', 'garbage', 0],
  ['long_com', 'garbage', 0],
  [' long_conn', 'garbage', 0],
  ['[1]', 'garbage', 0],
  ['\u0000', 'garbage', 0],
];

for (const [sent, is, consumed] of CASES) {
  test(`${JSON.stringify(sent)} is ${is}`, () => {
    assert.deepEqual(recognise(Buffer.from(sent, 'latin1')), { is, consumed });
  });
}

test('every proper prefix of an opening asks for more', () => {
  for (const opening of [
    'long_conn',
    'request_data',
    'headframe',
    'GET ',
    'POST ',
    'PUT ',
    'PATCH ',
    'DELETE ',
  ]) {
    for (let length = 0; length < opening.length; length += 1) {
      assert.equal(
        recognise(Buffer.from(opening.slice(0, length))).is,
        'incomplete',
        opening.slice(0, length),
      );
    }
    assert.notEqual(recognise(Buffer.from(opening)).is, 'incomplete', opening);
  }
});

test('never more than 11 bytes are undecided', () => {
  for (let length = 12; length < 20; length += 1) {
    assert.notEqual(recognise(Buffer.from('request_dat'.padEnd(length, 'x'))).is, 'incomplete');
  }
});
