import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  encodeDeletesMeta,
  encodeNameMeta,
  encodeNamesMeta,
  encodeWriteMeta,
  encodeWritesMeta,
  FRAME_KIND,
  OPERATION,
  writeFlags,
} from '../../codec/frame/index.ts';
import { ensureTokens, type Role } from '../../core/index.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { FramedPeer } from './framed-peer.ts';
import { remoteAddress } from './remote.ts';
import { type RunningHost, startHost } from './running-host.ts';

const ROLES: readonly Role[] = ['read', 'write', 'admin'];

/** Who may call what. A command that is not listed fails the test: its role has to be thought about. */
const NEEDS: Readonly<Record<Role, string>> = {
  read: `changes_since get_all_metadata get_all_public_variable_names get_all_var_names_of_type
    get_all_variable_names get_history get_items get_metadata get_recycle_bin get_settings get_slice get_statistics
    get_style_sheet get_types get_var get_var_dic get_vars hello list_methods panel_call panels ping read_data read_p
    server_info subscribe use_places wait_for wait_for_host`,
  write: `call_interface define_type delete_variable delete_variables increment lock redo rename_variable restore set_var
    set_vars undo unlock update_metadata write_data write_p write_var_dic`,
  admin: `clear inspector_ticket log_tail plugin_disable plugin_enable plugin_refresh plugins set_settings_param
    settings_list settings_reset settings_schema`,
};

/** The operations that are no commands, by the least role that may ask for them. */
const OPERATIONS: Readonly<Record<'read' | 'write', readonly number[]>> = {
  read: [OPERATION.get, OPERATION.ping, OPERATION.getMany],
  write: [OPERATION.set, OPERATION.delete, OPERATION.setMany, OPERATION.deleteMany],
};

function start(t: TestContext, settings: Readonly<Record<string, unknown>> = {}): Promise<RunningHost> {
  return startHost(t, settings, join(temporaryFolder(t), 'data'));
}

async function enter(t: TestContext, running: RunningHost, role: Role): Promise<FramedPeer> {
  const peer = await FramedPeer.connect(running.port);
  t.after(() => peer.destroy());
  await peer.hello({ token: (await ensureTokens(running.dataDir))[role] });
  return peer;
}

function needs(): Map<string, Role> {
  return new Map(ROLES.flatMap((role) => NEEDS[role].split(/\s+/).map((name) => [name, role] as const)));
}

/** Whether a session of one role may do what another role is needed for. */
function may(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** The code of a call's error; nothing when there was none. */
function codeOfCall(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (error: { code?: string }) => error.code ?? String(error),
  );
}

test('every command needs the role that is written down here', async (t) => {
  const peer = await enter(t, await start(t), 'admin');
  const { methods } = (await peer.call('list_methods')) as { methods: Record<string, { role: string }> };
  const listed = Object.entries(methods).map(([name, { role }]) => `${name}: ${role}`);
  assert.deepEqual(listed.sort(), [...needs()].map(([name, role]) => `${name}: ${role}`).sort());
});

test('every role with every command: what is not allowed is refused before anything is looked at', async (t) => {
  const running = await start(t);
  for (const role of ROLES) {
    const peer = await enter(t, running, role);
    for (const [name, needed] of needs()) {
      const code = await codeOfCall(peer.call(name, { nothing: 'of this name' }));
      const allowed = code !== 'FORBIDDEN';
      assert.equal(allowed, may(role, needed), `${role} calls ${name}: ${code}`);
    }
  }
});

test('every role with every operation of the framed dialect', async (t) => {
  const running = await start(t);
  const write = { name: 'x', method: 'json', document: 1, buffers: [] } as const;
  const metas = new Map<number, Uint8Array>([
    [OPERATION.get, encodeNameMeta('x')],
    [OPERATION.ping, Buffer.alloc(0)],
    [OPERATION.getMany, encodeNamesMeta(['x'])],
    [OPERATION.set, encodeWriteMeta(write)],
    [OPERATION.delete, encodeNameMeta('x')],
    [OPERATION.setMany, encodeWritesMeta([write])],
    [OPERATION.deleteMany, encodeDeletesMeta([{ name: 'x' }])],
  ]);
  for (const role of ROLES) {
    const peer = await enter(t, running, role);
    for (const [needed, operations] of Object.entries(OPERATIONS) as [Role, number[]][])
      for (const operation of operations) {
        const isSet = operation === OPERATION.set || operation === OPERATION.setMany;
        const { kind, meta } = await peer.answer(
          peer.request(operation, {
            flags: operation === OPERATION.set ? writeFlags(write) : 0,
            meta: metas.get(operation) ?? Buffer.alloc(0),
            payload: isSet ? [Buffer.from('5')] : [],
          }),
        );
        const code = kind === FRAME_KIND.error ? JSON.parse(meta.toString()).code : undefined;
        assert.equal(code !== 'FORBIDDEN', may(role, needed), `${role} asks for ${operation}: ${code}`);
      }
  }
});

test('a reader changes nothing, whatever it tries', async (t) => {
  const running = await start(t);
  const [admin, reader] = [await enter(t, running, 'admin'), await enter(t, running, 'read')];
  await admin.set('x', '5');
  const before = await admin.call('server_info');
  for (const name of [...needs().keys()].filter((one) => needs().get(one) !== 'read'))
    assert.equal(await codeOfCall(reader.call(name, { name: 'x' })), 'FORBIDDEN', name);
  assert.equal((await reader.set('x', '6')).kind, FRAME_KIND.error);
  assert.equal((await reader.get('x')).payload.toString(), '5');
  assert.equal((await admin.call('server_info')).revision, before.revision);
});

test('text clients of other machines that are let in have the role write', async (t) => {
  const running = await start(t, { host: '0.0.0.0', allowRemoteText: true });
  const peer = await running.peerTo({ port: running.port, host: remoteAddress() });
  peer.send('request_data');
  await peer.take('conn_established');
  for (const [name, needed] of needs()) {
    const answer = await peer.call(name, ...Array<string>(20).fill('one too many'));
    assert.equal(!answer.includes('"code": "FORBIDDEN"'), may('write', needed), `${name}: ${answer}`);
  }
});

test('a command whose role is none is for nobody', async (t) => {
  const running = await start(t);
  const role = 'anybody' as Role;
  running.register({ name: 'open', params: [], role, handler: () => ({ secret: 1 }) });
  for (const one of ROLES)
    assert.equal(await codeOfCall((await enter(t, running, one)).call('open')), 'FORBIDDEN', one);
});
