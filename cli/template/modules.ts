/** The main module of a fresh plugin: an interface, a tap, a setting. */
export function mainModule(name: string, language: 'ts' | 'js'): string {
  return language === 'ts' ? mainTypeScript(name) : mainJavaScript();
}

/** A test of it in a real host. */
export function testModule(name: string, language: 'ts' | 'js'): string {
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestHost } from 'headframe/testing';
${language === 'ts' ? "import type {} from '../main.ts';\n" : ''}
test('changes are counted by variable', async (t) => {
  const host = await createTestHost({
    plugins: ['workspace', new URL('..', import.meta.url)],
    settings: { '${name}': { tell_every: 2 } },
  });
  t.after(() => host.stop());
  const { Data, getInterface } = host.extensionLib;

  await Data.setVar('x', 1);
  await Data.setVar('x', 2);
  await Data.setVar('y', 1);

  assert.equal(getInterface('${name}').changesOf('x'), 2);
  assert.equal(getInterface('${name}').changesOf('y'), 1);
  assert.ok(host.logs.some(({ text }) => text === 'x has changed 2 times'));
});
`;
}

function mainTypeScript(name: string): string {
  return `import { BaseExtension, BaseInterface } from 'headframe';
import type { DataEvent } from 'headframe/workspace';

export class Interface extends BaseInterface<Extension> {
  /** How often a variable has changed since the plugin was loaded. */
  changesOf(name: string): number {
    return this.extension.changes.get(name) ?? 0;
  }
}

export class Extension extends BaseExtension<Interface> {
  readonly changes = new Map<string, number>();

  override onLoad(): void {
    // Runs whenever the workspace is active; the taps go when it goes.
    this.extensionLib.withInterface('workspace', ({ hooks }, scope) => {
      const count = ({ name }: DataEvent): void => this.#count(name);
      hooks.dataCreated.tap(scope, count);
      hooks.dataChanged.tap(scope, count);
    });
  }

  #count(name: string): void {
    const changes = (this.changes.get(name) ?? 0) + 1;
    this.changes.set(name, changes);
    if (changes % Number(this.settings.tell_every) === 0) {
      this.logger.info({ name, changes }, \`\${name} has changed \${changes} times\`);
    }
  }
}

declare module 'headframe' {
  interface Interfaces {
    '${name}': Interface;
  }
}
`;
}

function mainJavaScript(): string {
  return `import { BaseExtension, BaseInterface } from 'headframe';

export class Interface extends BaseInterface {
  /** How often a variable has changed since the plugin was loaded. */
  changesOf(name) {
    return this.extension.changes.get(name) ?? 0;
  }
}

export class Extension extends BaseExtension {
  changes = new Map();

  onLoad() {
    // Runs whenever the workspace is active; the taps go when it goes.
    this.extensionLib.withInterface('workspace', ({ hooks }, scope) => {
      const count = ({ name }) => this.#count(name);
      hooks.dataCreated.tap(scope, count);
      hooks.dataChanged.tap(scope, count);
    });
  }

  #count(name) {
    const changes = (this.changes.get(name) ?? 0) + 1;
    this.changes.set(name, changes);
    if (changes % this.settings.tell_every === 0) {
      this.logger.info({ name, changes }, \`\${name} has changed \${changes} times\`);
    }
  }
}
`;
}
