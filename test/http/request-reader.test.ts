import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HttpError, type HttpRequest, HttpRequestReader } from '../../codec/http/index.ts';
import { cut, places } from '../frame/cutting.ts';
import { fc } from '../property.ts';

const LINE_BYTES = 4096;

/** Reads a text in pieces; what stands behind the request is overlooked. */
function read(text: string, pieceBytes = text.length, maxLineBytes = LINE_BYTES): HttpRequest | undefined {
  const reader = new HttpRequestReader(maxLineBytes);
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const request = reader.push(bytes.subarray(at, at + pieceBytes));
    if (request) return request;
  }
  return undefined;
}

function plain(request: HttpRequest | undefined): object | undefined {
  if (!request) return undefined;
  const { path, query, headers } = request;
  const texts = [...query].map(([key, value]) => [key, value.toString('latin1')]);
  return { path, query: Object.fromEntries(texts), headers: Object.fromEntries(headers) };
}

function refusal(text: string, pieceBytes?: number): readonly [status: number, message: string] {
  try {
    read(text, pieceBytes);
  } catch (error) {
    assert.ok(error instanceof HttpError);
    return [error.status, error.message];
  }
  throw new Error(`${JSON.stringify(text.slice(0, 80))} was not refused`);
}

const REQUESTS: readonly (readonly [text: string, request: object])[] = [
  [
    'GET get_python_version_info?msg= HTTP/1.1\r\n\r\n',
    { path: 'get_python_version_info', query: { msg: '' }, headers: {} },
  ],
  [
    'GET /get_data?msg=eyJjIjogIiJ9+/==&protocol=5 HTTP/1.1\r\n\r\n',
    { path: '/get_data', query: { msg: 'eyJjIjogIiJ9+/==', protocol: '5' }, headers: {} },
  ],
  [
    'GET get_settings HTTP/1.0\r\nHost: localhost:12306\r\nACCEPT:\t*/* \r\naccept: a\r\n\r\nGET /more',
    {
      path: 'get_settings',
      query: {},
      headers: { host: ['localhost:12306'], accept: ['*/*', 'a'] },
    },
  ],
  ['GET /a?b=c d=e &f HTTP/1.1\r\n\r\n', { path: '/a', query: { b: 'c d=e ', f: '' }, headers: {} }],
  ['GET /a?? HTTP/1.1\r\n\r\n', { path: '/a', query: { '?': '' }, headers: {} }],
  ['GET ? HTTP/1.1\r\n\r\n', { path: '', query: {}, headers: {} }],
  ['GET  HTTP/1.1\r\n\r\n', { path: '', query: {}, headers: {} }],
  [
    'GET /a?__proto__=1 HTTP/1.1\r\n\r\n',
    { path: '/a', query: Object.fromEntries([['__proto__', '1']]), headers: {} },
  ],
];

test('requests as clients write them are read, in whatever pieces they come', () => {
  for (const [text, expected] of REQUESTS) {
    for (const pieceBytes of [1, 2, 3, 7, 16, text.length]) {
      assert.deepEqual(plain(read(text, pieceBytes)), expected, `${text} by ${pieceBytes}`);
    }
  }
});

test('the path is known before the request is there', () => {
  const reader = new HttpRequestReader(LINE_BYTES);
  assert.equal(reader.push(Buffer.from('GET /get_da')), undefined);
  assert.equal(reader.path, undefined);
  assert.equal(reader.push(Buffer.from('ta?msg=')), undefined);
  assert.equal(reader.path, '/get_data');
});

const HEADERS = 'a: b\r\n'.repeat(65);

const REFUSED: readonly (readonly [text: string, status: number, message: RegExp])[] = [
  ['POST /set_data HTTP/1.1\r\n\r\n', 405, /not GET/],
  ['get /get_data HTTP/1.1\r\n\r\n', 405, /not GET/],
  ['GETS /get_data HTTP/1.1\r\n\r\n', 405, /not GET/],
  ['GET /get_data\r\n\r\n', 400, /the path holds a character/],
  ['GET /get_data \r\n\r\n', 400, /no version/],
  ['GET /get_data?msg=\r\n\r\n', 400, /no version/],
  ['GET /a b HTTP/1.1\r\n\r\n', 400, /the path holds a space/],
  ['GET /a HTTP/1.2\r\n\r\n', 505, /neither/],
  ['GET /a http/1.1\r\n\r\n', 505, /neither/],
  ['GET /a?b HTTP/2.0\r\n\r\n', 505, /neither/],
  ['GET /a HTTP/1.1\n\n', 400, /CR and LF/],
  ['GET /a\x00 HTTP/1.1\r\n\r\n', 400, /not visible ASCII/],
  ['GET /\xe4 HTTP/1.1\r\n\r\n', 400, /not visible ASCII/],
  [`GET /${'a'.repeat(256)}`, 414, /the path has more than 256 bytes/],
  [`GET /a?${'b'.repeat(LINE_BYTES)}`, 414, /the line of the request has more than 4096 bytes/],
  [`GET /a?${'b'.repeat(65)}=1 HTTP/1.1\r\n\r\n`, 400, /a parameter's name/],
  ['GET /a?msg=1&msg=2 HTTP/1.1\r\n\r\n', 400, /"msg" is there twice/],
  [`GET /a?${[...'abcdefghijklmnopq'].join('&')} HTTP/1.1\r\n\r\n`, 400, /more than 16 parameters/],
  ['GET /a HTTP/1.1\r\nHost localhost\r\n\r\n', 400, /no header/],
  ['GET /a HTTP/1.1\r\n: b\r\n\r\n', 400, /no header/],
  ['GET /a HTTP/1.1\r\nHost : b\r\n\r\n', 400, /no header/],
  ['GET /a HTTP/1.1\r\nA: b\r\n c\r\n\r\n', 400, /no header/],
  ['GET /a HTTP/1.1\r\nA: b\nC: d\r\n\r\n', 400, /no header/],
  ['GET /a HTTP/1.1\r\nA: \x00\r\n\r\n', 400, /no header/],
  [`GET /a HTTP/1.1\r\n${HEADERS}\r\n`, 431, /more than 64 headers/],
  [`GET /a HTTP/1.1\r\nA: ${'b'.repeat(8192)}`, 431, /the headers have more than 8192 bytes/],
];

test('what is no such request is refused by a status, in whatever pieces it comes', () => {
  for (const [text, status, message] of REFUSED) {
    for (const pieceBytes of [1, 5, text.length]) {
      const found = refusal(text, pieceBytes);
      assert.equal(found[0], status, JSON.stringify(text.slice(0, 60)));
      assert.match(found[1], message);
    }
  }
});

test('a line of as many bytes as it may have is read, one of a byte more is refused', () => {
  const line = (bytes: number) => `${'GET /a?b='.padEnd(bytes - ' HTTP/1.1'.length, 'c')} HTTP/1.1`;
  for (const pieceBytes of [100, 10_000]) {
    assert.equal(read(`${line(1000)}\r\n\r\n`, pieceBytes, 1000)?.path, '/a');
    assert.equal(read(`${line(999)}\r\n\r\n`, pieceBytes, 1000)?.path, '/a');
    assert.throws(() => read(`${line(1001)}\r\n\r\n`, pieceBytes, 1000), { status: 414 });
  }
});

test('a header block of 8192 bytes is read', () => {
  const block = `A: ${'b'.repeat(8192 - 2 - 3)}`;
  const headers = read(`GET /a HTTP/1.1\r\n${block}\r\n\r\n`, 100)?.headers;
  assert.equal(headers?.get('a')?.[0]?.length, 8187);
  assert.throws(() => read(`GET /a HTTP/1.1\r\n${block}b\r\n\r\n`, 100), { status: 431 });
});

test('cut anywhere, a request is the same, and the pieces may be written over', () => {
  const [text, expected] = REQUESTS[2] ?? ['', {}];
  fc.assert(
    fc.property(places, (where) => {
      const reader = new HttpRequestReader(LINE_BYTES);
      let found: HttpRequest | undefined;
      for (const piece of cut(Buffer.from(text, 'latin1'), where)) {
        found ??= reader.push(piece);
        piece.fill(0x21);
      }
      assert.deepEqual(plain(found), expected);
    }),
  );
});
