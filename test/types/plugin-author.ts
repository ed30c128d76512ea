/**
 * What a plugin's author writes, rightly and wrongly. Each `@ts-expect-error` names in its text the
 * compiler's code; `public-api.test.ts` takes the directives away and looks for exactly these.
 */
import { BaseExtension, BaseInterface, Hook } from 'headframe';
import { createTestHost } from 'headframe/testing';
import type {} from 'headframe/workspace';

interface Reading {
  readonly celsius: number;
}

export class Interface extends BaseInterface<Extension> {
  static override readonly remote: readonly string[] = ['average'];
  readonly hooks = { measured: Hook.series<Reading>('measured'), asked: Hook.bail<string, number>('asked') };
  readonly unit = 'celsius';
  average(place: string): number {
    return this.extension.averages.get(place) ?? Number.NaN;
  }
  _internal(): void {}
}

export class Extension extends BaseExtension<Interface> {
  readonly averages = new Map<string, number>();

  override async onLoad(): Promise<void> {
    const { extensionLib } = this;
    const thermometer = extensionLib.getInterface('test-thermometer');
    const average: number = thermometer.average('here');
    this.averages.set('here', average);

    this.tap(thermometer.hooks.measured, ({ celsius }) => void celsius.toFixed(1));
    // @ts-expect-error TS2339: the tap's argument has no such field
    this.tap(thermometer.hooks.measured, ({ fahrenheit }) => void fahrenheit);
    // @ts-expect-error TS2345: the tap wants another type of argument
    this.tap(thermometer.hooks.measured, (reading: string) => void reading);
    // @ts-expect-error TS2322: a bail tap answers with the hook's own type
    this.tap(thermometer.hooks.asked, () => 'seven');
    // @ts-expect-error TS2339: there is no such hook
    this.tap(thermometer.hooks.vanished, () => undefined);

    // @ts-expect-error TS2345: nobody declared an interface of this name
    extensionLib.getInterface('no-such-plugin');
    // @ts-expect-error TS2345: nor here
    extensionLib.withInterface('no-such-plugin', () => undefined);
    // @ts-expect-error TS2532: it may not be there
    extensionLib.findInterface('test-thermometer').average('here');
    // @ts-expect-error TS2339: names with a leading underscore are private
    thermometer._internal();
    // @ts-expect-error TS2339: fields that are no functions are not shared
    thermometer.unit.trim();
    // @ts-expect-error TS2339: the extension stays behind its interface
    thermometer.extension.averages.clear();
    // @ts-expect-error TS2345: a place is a text
    thermometer.average(7);
    // @ts-expect-error TS2540: an interface is read-only
    thermometer.average = () => 0;

    extensionLib.withInterface('workspace', ({ hooks }, scope) => {
      hooks.dataChanged.tap(scope, ({ name }) => void name.length);
      // @ts-expect-error TS2554: a tap belongs to a scope
      hooks.dataChanged.tap((event: object) => void event);
    });
    // @ts-expect-error TS2542: settings are changed through the configuration
    this.settings.level = 1;
    // @ts-expect-error TS2339: no plugin contributes this group
    extensionLib.NoSuchGroup.anything();
    // @ts-expect-error TS2339: the group has no such function
    extensionLib.Program.getThemes();

    extensionLib.commands.register<{ place: string }>({
      name: 'get_average',
      summary: 'the average of a place',
      role: 'read',
      params: [{ name: 'place', summary: 'where', schema: { type: 'string' } }],
      handler: ({ place }) => ({ average: this.averages.get(place) ?? null }),
    });
    extensionLib.commands.register<{ place: string }>({
      name: 'get_other',
      summary: '',
      // @ts-expect-error TS2322: there are three roles
      role: 'owner',
      params: [],
      // @ts-expect-error TS2322: a command answers with an object
      handler: ({ place }) => place,
    });

    await using _host = await createTestHost({
      interfaces: { 'test-thermometer': { average: () => 21 } },
    });
    await createTestHost({
      // @ts-expect-error TS2322: the fake answers with the real type
      interfaces: { 'test-thermometer': { average: () => 'warm' } },
    });
    // @ts-expect-error TS2353: there is no interface of this name to fake
    await createTestHost({ interfaces: { thermometr: {} } });
  }

  // @ts-expect-error TS2416: a life cycle method returns nothing
  override onClose(): number {
    return 1;
  }
}

declare module 'headframe' {
  interface Interfaces {
    'test-thermometer': Interface;
  }
}
