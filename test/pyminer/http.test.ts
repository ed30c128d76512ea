import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharedHost } from './shared-host.ts';

const httpHost = sharedHost({ settings: { http: true, httpPort: 0 } });
const VALUES = 193;
const NOT_BASE64 = 'base64 is not padded to a multiple of four characters';

test("a program of PyMiner's last release gets what it is made for", async () => {
  const host = await httpHost();
  const { calls, ...report } = await host.python<Record<string, unknown>>('http_journey.py');
  assert.deepEqual(report, {
    version: [3, 7, 0],
    protocol: 4,
    names_at_first: [],
    set: ['set succeeded!', 'set succeeded!'],
    names: {
      '': ['x', '变量', 'frame', 'n'],
      dataframe: ['frame'],
      array: [],
      numeric: ['n'],
    },
    got: [{ a: [1, 2.5, null] }, null, true, 'z', ['x', 'nope', 'frame', '变量']],
    preview: { x: "{'a': [1, 2.5, None]}", nope: null },
    shared: ['fell back', { n: 7 }],
    end_shared: 'Failed.shm psm_3e3b9ce7 not exist.',
    descriptions: {
      x: {
        cls: 'dict',
        type: 'dict',
        size: 1,
        repr_value: "{'a': [1, 2.5, None]}",
        big: false,
        of: 'DataDesc',
      },
      变量: { cls: 'str', type: 'str', size: 1, repr_value: "'z'", big: false, of: 'DataDesc' },
      frame: {
        cls: null,
        type: 'DataFrame',
        size: [2, 2],
        repr_value: "DataFrame(columns=['type', 'n'], shape=(2, 2))",
        big: false,
        of: 'DataDesc',
      },
      n: { cls: 'int', type: 'int', size: 1, repr_value: '7', big: false, of: 'DataDesc' },
    },
    delete: ['succeeded!', 'succeeded!', ['变量', 'n']],
    settings: ['Succeeded!', 'Windows'],
    refused_settings: ['Failed!', 'Failed!'],
    style_sheet: 'QWidget{',
    told: [
      { status: 'succeeded' },
      {
        status: 'failed',
        error: 'Data dict value should be instance of DataDesc.However you sent key:a,value:1',
      },
      ['变量', 'n'],
    ],
    exec: 'Failed: there is no "exec_command" here',
    garbage: [
      'Failed!',
      `{"status": "failed", "error": "${NOT_BASE64}"}`,
      'Failed!',
      `Failed: ${NOT_BASE64}`,
      `Failed: ${NOT_BASE64}`,
      'Failed: the request has no message',
    ],
  });
  const [host_, port] = host.address;
  assert.deepEqual(calls, [{ host: host_, port }, 'Succeeded!', 'No Attribute nope', 'Failed!']);
});

test('values of every kind come back the same, large ones too, in however many pieces, from many clients', async () => {
  const host = await httpHost();
  assert.deepEqual(await host.python('http_values.py'), {
    different: [],
    compared: VALUES,
    large: [true, true, true, true],
    failed: [],
    many: 80,
  });
});
