import assert from 'node:assert/strict';
import { CodecError } from '../../codec/errors.ts';
import { FrameError } from '../../codec/frame/index.ts';
import { HttpError, type HttpRequest, HttpRequestReader } from '../../codec/http/index.ts';
import { HeadframeError } from '../../core/index.ts';
import { Arguments } from '../../plugins/socket-server/http/arguments.ts';
import { checkDataDescs } from '../../plugins/socket-server/http/data-desc.ts';
import { Message } from '../../plugins/socket-server/http/message.ts';
import { message } from '../socket-server/http-peer.ts';
import type { Decoder } from './fuzz.ts';

const LINE_BYTES = 512;
const MESSAGES = [
  { var_names: ['x', 'y'], preview: false },
  { interface: 'settings', method: 'get', kwargs: { a: [1, 2.5, null], b: new Map([[1, 'x']]) } },
  { type_filter: 'dataframe' },
  { theme: 'Fusion', n: 2n ** 70n, bytes: Buffer.from('bytes'), array: new Float64Array(3) },
];

/** Decoders of PyMiner's HTTP. */
export function httpDecoders(): Decoder[] {
  return [requests(), messages()];
}

/** Whether `run` goes through; false for a request, a message or a pickle that is refused. */
async function unlessRefused(run: () => unknown): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    if (error instanceof HttpError || error instanceof CodecError || error instanceof FrameError)
      return false;
    if (error instanceof HeadframeError && error.code !== 'INTERNAL') return false;
    throw error;
  }
}

function readRequest(bytes: Buffer, pieceBytes: number): HttpRequest | undefined {
  const reader = new HttpRequestReader(LINE_BYTES);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const request = reader.push(bytes.subarray(at, at + pieceBytes));
    if (request) return request;
  }
  return undefined;
}

/** In one piece or in many, a request is the same. */
function requests(): Decoder {
  const samples = [
    'GET get_python_version_info?msg= HTTP/1.1\r\n\r\n',
    'GET /get_data?msg=eyJjIjogIiJ9&protocol=5 HTTP/1.1\r\nHost: localhost:12306\r\nAccept: */*\r\n\r\n',
    'GET /set_data?msg=%3d+/&a=b=c HTTP/1.0\r\nA:\r\nB: \t c \r\n\r\nGET /x HTTP/1.1\r\n\r\n',
  ];
  return {
    name: 'HTTP request',
    samples: samples.map((text) => Buffer.from(text, 'latin1')),
    takes: async (bytes) => {
      let whole: HttpRequest | undefined;
      const taken = await unlessRefused(() => {
        whole = readRequest(bytes, bytes.length);
      });
      let pieces: HttpRequest | undefined;
      const inPieces = await unlessRefused(() => {
        pieces = readRequest(bytes, 3);
      });
      assert.equal(inPieces, taken);
      assert.deepEqual(pieces, whole);
      return taken && whole !== undefined;
    },
  };
}

/** A message and all its arguments, which are mutated beneath their base64 as well as in it. */
function messages(): Decoder {
  const texts = MESSAGES.map((one) => Buffer.from(message(one), 'latin1'));
  const pickles = texts.map((text) => {
    const { content } = JSON.parse(Buffer.from(text.toString('latin1'), 'base64').toString());
    return Buffer.from(content, 'base64');
  });
  const wrap = (pickle: Buffer): Buffer => {
    const json = JSON.stringify({ content: pickle.toString('base64'), status: 'succeeded' });
    return Buffer.from(Buffer.from(json).toString('base64'), 'latin1');
  };
  return {
    name: 'HTTP message',
    samples: [...texts, ...pickles],
    takes: (bytes) =>
      unlessRefused(async () => {
        const text = bytes[0] === 0x80 ? wrap(bytes) : bytes;
        const given = await new Message(text).takeArguments();
        const decoded = new Arguments(given);
        for (const name of decoded.names) decoded.json(name);
        await unlessRefused(() => checkDataDescs(given));
      }),
  };
}
