import assert from 'node:assert/strict';
import { after, describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Interface as Settings } from 'headframe/settings';
import type { Interface as Workspace } from 'headframe/workspace';
import { type BaseExtension, Hook, type Host, type PublicInterface } from '../../core/index.ts';
import { createHostHooks, type HostHooks } from '../../core/signal.ts';
import { createHooks, type WorkspaceHooks } from '../../plugins/workspace/hooks.ts';
import { json } from '../workspace/values.ts';
import { assertBlamed, type FaultyTap, TAP_FAULTS, type TapFault, tapFaultily } from './faulty-tap.ts';
import {
  createHost,
  createRecordingLogger,
  type Ends,
  states,
  temporaryFolder,
  writePlugin,
} from './plugins.ts';

const PROBE = `import { BaseExtension } from 'headframe';
export class Extension extends BaseExtension {
  override onLoad(): void { (globalThis as never as { loaded(probe: BaseExtension): void }).loaded(this); }
}
`;

/** A host with the workspace, the settings, and three plugins that do nothing by themselves. */
interface Place {
  readonly host: Host;
  readonly log: readonly string[];
  readonly probes: { faulty: BaseExtension; good: BaseExtension };
  readonly workspace: PublicInterface<Workspace>;
  readonly settings: PublicInterface<Settings>;
}

/** Starts such a host; `loaded` is called during the start, when the plugins are there. */
async function startPlace(t: Ends, loaded: (place: Place) => void = () => undefined): Promise<Place> {
  const folder = temporaryFolder(t);
  writePlugin(folder, 'faulty', PROBE, { requirements: ['workspace', 'settings'] });
  writePlugin(folder, 'bystander', "export { BaseExtension as Extension } from 'headframe';\n");
  writePlugin(folder, 'good', PROBE, { requirements: ['faulty'] });
  const builtIn = (name: string): string => fileURLToPath(new URL(`../../plugins/${name}`, import.meta.url));
  const logger = createRecordingLogger();
  const host = await createHost(t, folder, {
    logger,
    pluginDirs: [folder, builtIn('workspace'), builtIn('settings')],
  });
  const probes: Record<string, BaseExtension> = {};
  let place: Place | undefined;
  Object.assign(globalThis, {
    loaded: (probe: BaseExtension) => {
      probes[probe.info.name] = probe;
      const { faulty, good } = probes;
      if (!faulty || !good) return;
      const workspace = good.extensionLib.getInterface('workspace');
      const settings = good.extensionLib.getInterface('settings');
      place = { host, log: logger.lines, probes: { faulty, good }, workspace, settings };
      loaded(place);
    },
  });
  t.after(() => Reflect.deleteProperty(globalThis, 'loaded'));
  await host.start();
  assert.ok(place, logger.lines.join('; '));
  return place;
}

/** What makes a hook be called. One that is called by the start itself needs nothing more. */
type Cause = 'start' | ((place: Place) => unknown);

/** Hooks that are called once in the life of a host. */
const ONCE: readonly string[] = ['close', 'layoutsReady', 'widgetsReady', 'eventsReady'];
const ANN = { provider: 'ann' };
const write = ({ workspace }: Place, text: string): Promise<unknown> => workspace.write('x', json(text), ANN);
const change = async ({ settings }: Place): Promise<void> => {
  await settings.set('locale', 'de');
  assert.equal(settings.get('locale'), 'de');
};

const HOST_CAUSES: Record<keyof HostHooks, Cause> = {
  close: ({ host }) => host.stop(),
  windowGeometryChanged: ({ host }) =>
    host.hooks.windowGeometryChanged.call({ x: 0, y: 0, width: 640, height: 480 }),
  layoutsReady: 'start',
  widgetsReady: 'start',
  eventsReady: 'start',
  settingsChanged: change,
  pluginStateChanged: ({ host }) => host.disable('bystander'),
  addressesChanged: ({ probes }) => probes.good.extensionLib.host.publish('test', { port: 1 }),
};

const WORKSPACE_CAUSES: Record<keyof WorkspaceHooks, Cause> = {
  beforeWrite: async (place) => {
    await write(place, '1');
    assert.equal(String(place.workspace.read('x')?.value.document), '1');
  },
  dataCreated: (place) => write(place, '1'),
  dataChanged: async (place) => {
    await write(place, '1');
    await write(place, '2');
  },
  dataRepeated: async (place) => {
    await write(place, '1');
    await write(place, '1');
  },
  dataDeleted: async (place) => {
    await write(place, '1');
    assert.deepEqual(await place.workspace.delete(['x'], ANN), ['x']);
  },
  dataRestored: async (place) => {
    await write(place, '1');
    await place.workspace.delete(['x'], ANN);
    await place.workspace.restore('x', ANN);
    assert.deepEqual(place.workspace.names(), ['x']);
  },
  metadataChanged: async (place) => {
    await write(place, '1');
    const { info } = await place.workspace.updateMetadata('x', { unit: 'm' }, ANN);
    assert.deepEqual(info, { unit: 'm' });
  },
  cleared: async (place) => {
    await write(place, '1');
    assert.deepEqual(await place.workspace.clear(ANN), ['x']);
  },
};

interface Owner {
  readonly hooks: readonly string[];
  readonly causes: Readonly<Record<string, Cause>>;
  hook(place: Place, name: string): unknown;
}

const OWNERS: Readonly<Record<string, Owner>> = {
  host: {
    hooks: Object.keys(createHostHooks(Hook.parallel('settingsChanged'))),
    causes: HOST_CAUSES,
    hook: ({ host }, name) => Reflect.get(host.hooks, name),
  },
  workspace: {
    hooks: Object.keys(createHooks()),
    causes: WORKSPACE_CAUSES,
    hook: ({ workspace }, name) => Reflect.get(workspace.hooks, name),
  },
  settings: {
    hooks: ['settingsChanged'],
    causes: { settingsChanged: change },
    hook: ({ settings }, name) => Reflect.get(settings.hooks, name),
  },
};

/** Makes a host that has been used be as after its start, but for its log. */
async function restore({ host, workspace, settings }: Place): Promise<void> {
  await workspace.clear(ANN);
  await settings.set('locale', 'en');
  if (states(host).bystander === 'disabled') await host.enable('bystander');
}

/** Lets a hook be called with a tap at fault: in the host of all such tests, or in one of its own. */
async function runFault(
  t: TestContext,
  owner: Owner,
  name: string,
  fault: TapFault,
  shared: () => Promise<Place>,
): Promise<void> {
  const cause = owner.causes[name];
  assert.ok(cause, 'the test says what makes it be called');
  const tapped: FaultyTap[] = [];
  const tapNow = (place: Place): void => {
    const hook = owner.hook(place, name);
    assert.ok(hook instanceof Hook);
    tapped.push(tapFaultily(t, hook, fault, place.probes));
  };
  const place = ONCE.includes(name)
    ? await startPlace(t, (loaded) => {
        if (cause === 'start') tapNow(loaded);
      })
    : await shared();
  const before = cause === 'start' ? 0 : place.log.length;
  if (cause !== 'start') {
    tapNow(place);
    await cause(place);
  }
  const [tap] = tapped;
  assert.ok(tap);
  await tap.over();
  await tap.remove();
  assertBlamed(tap, fault, place.log.slice(before));
  const isClosed = name === 'close';
  assert.equal(place.host.inspect().state, isClosed ? 'stopped' : 'running');
  const { faulty, good } = states(place.host);
  const state = isClosed ? 'disabled' : 'active';
  assert.deepEqual([faulty, good], [state, state]);
}

for (const [title, owner] of Object.entries(OWNERS)) {
  describe(`a tap at fault of a hook of the ${title} is blamed alone, and the operation goes on`, () => {
    const ends: (() => unknown)[] = [];
    let started: Promise<Place> | undefined;
    const shared = async (): Promise<Place> => {
      started ??= startPlace({ after: (end) => void ends.unshift(end) });
      const place = await started;
      await restore(place);
      return place;
    };
    after(async () => {
      for (const end of ends) await end();
    });
    for (const name of owner.hooks) {
      for (const fault of TAP_FAULTS)
        test(`${name}: ${fault}`, (t) => runFault(t, owner, name, fault, shared));
    }
  });
}

test('no hook of the settings is left out', async (t) => {
  const { settings } = await startPlace(t);
  assert.deepEqual(Object.keys(settings.hooks), OWNERS.settings?.hooks);
});
