import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeadframeError } from '../errors.ts';
import { BaseExtension, BaseInterface, type Interfaces, type PublicInterface } from '../extension.ts';
import type { ExtensionLib, Groups } from '../extension-lib.ts';
import type { Manifest } from '../plugin/manifest.ts';
import { type ModuleLoader, nodeModuleLoader } from '../plugin/module-loader.ts';

type FakeOf<I> = { readonly [K in keyof I]?: K extends 'hooks' ? Partial<I[K]> : I[K] };

/** Stand-ins for other plugins by name: what a test needs of their interfaces, and nothing else. */
export type InterfaceFakes = { readonly [K in keyof Interfaces]?: FakeOf<PublicInterface<Interfaces[K]>> };

/** Stand-ins for groups of functions, such as `Data`. */
export type GroupFakes = { readonly [K in keyof Groups]?: Partial<Groups[K]> };

/** Plugins made of a test's objects, and the loader that gives them to the host. */
export interface FakePlugins {
  /** Their folders, in the order in which they have to be loaded. */
  readonly folders: readonly string[];
  readonly loader: ModuleLoader;
  /** What the host hands to a plugin that requires nothing; there once the host has been started. */
  extensionLib(): ExtensionLib;
}

const PROBE = 'test-probe';

/**
 * Writes the manifests of stand-in plugins below `folder`. Each has a version that meets what `tested`
 * require of it.
 */
export function createFakes(
  folder: string,
  interfaces: InterfaceFakes,
  groups: GroupFakes,
  tested: readonly Manifest[],
): FakePlugins {
  const modules = new Map<string, Readonly<Record<string, unknown>>>();
  const add = (name: string, exports: Readonly<Record<string, unknown>>): void => {
    const own = join(folder, name.replace('/', '+'));
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'plugin.json'), JSON.stringify({ name, version: versionFor(name, tested) }));
    modules.set(own, exports);
  };
  let lib: ExtensionLib | undefined;
  class Extension extends BaseExtension {
    override onLoad(): void {
      lib = this.extensionLib;
      for (const [group, functions] of Object.entries(groups)) lib.contribute(group, () => functions);
    }
  }
  add(PROBE, { Extension });
  for (const [name, fake] of Object.entries<object>(interfaces)) {
    add(name, { Extension: class extends BaseExtension {}, Interface: fakeInterface(name, fake) });
  }
  return {
    folders: [...modules.keys()],
    extensionLib: () => {
      if (lib) return lib;
      throw new HeadframeError('HOST_STOPPED', 'the test host has not been started');
    },
    loader: {
      load: async (own, file) => modules.get(own) ?? nodeModuleLoader.load(own, file),
      invalidate: (own) => nodeModuleLoader.invalidate(own),
    },
  };
}

/** An interface with a fake's members; a method that the fake lacks says so when it is called. */
function fakeInterface(plugin: string, fake: object): new () => BaseInterface {
  return class extends BaseInterface {
    constructor() {
      super();
      Object.assign(this, fake);
      // biome-ignore lint/correctness/noConstructorReturn: the members that are missing cannot be listed
      return new Proxy(this, {
        get: (target, key) => {
          if (typeof key === 'symbol' || key in target) return Reflect.get(target, key);
          return () => {
            throw new HeadframeError('NO_CONTRIBUTION', `the test's fake of ${plugin} has no ${key}()`);
          };
        },
      });
    }
  };
}

function versionFor(name: string, tested: readonly Manifest[]): string {
  const required = tested.flatMap(({ requirements }) => requirements.filter((one) => one.name === name));
  return required.find(({ version }) => version !== '')?.version ?? '1.0.0';
}
