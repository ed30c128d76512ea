import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FRAME_KIND, OPERATION } from '../../codec/frame/index.ts';
import { ensureTokens, ROLES, rotateTokens } from '../../core/index.ts';
import { BrowserSessions } from '../../plugins/web-inspector/access/browser-sessions.ts';
import { TICKET_MS, Tickets } from '../../plugins/web-inspector/access/tickets.ts';
import { startPageHost } from '../browser/page-host.ts';
import { inTime } from '../socket-server/until.ts';
import { ask, letIn } from './browser-request.ts';
import { openWebPeer } from './web-peer.ts';

const FILE = 'browser-sessions.json';

test('a ticket lets one browser in, by a cookie that no script and no other site gets at', async (t) => {
  const host = await startPageHost(t);
  const { pathname, search, searchParams } = new URL(await host.ticketUrl());
  assert.match(searchParams.get('ticket') ?? '', /^[\w-]{43}$/);

  assert.equal((await ask(host, pathname + search, { method: 'HEAD' })).status, 401);
  const { status, headers } = await ask(host, pathname + search);
  assert.deepEqual([status, headers.location], [303, '/']);
  const [cookie = '', ...more] = headers['set-cookie'] ?? [];
  const { port } = new URL(host.origin);
  assert.match(
    cookie,
    new RegExp(`^headframe-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict; Max-Age=86400$`),
  );
  assert.deepEqual(more, []);

  const page = await ask(host, '/', { headers: { Cookie: `other=1; ${cookie.split(';')[0]}; last=2` } });
  assert.equal(page.status, 200);
  assert.match(page.text, /<script type="module" src="\/page.js">/);
  assert.equal((await ask(host, pathname + search)).status, 401, 'a second use');
  for (const wrong of ['', 'x', searchParams.get('ticket')?.slice(1), '%00'.repeat(43)])
    assert.equal((await ask(host, `/?ticket=${wrong}`)).status, 401, wrong);
});

test('a link on a page of another site lets a browser in as well', async (t) => {
  const host = await startPageHost(t);
  const { pathname, search } = new URL(await host.ticketUrl());
  const { status, headers } = await ask(host, pathname + search, {
    headers: { 'Sec-Fetch-Site': 'cross-site' },
  });
  assert.deepEqual([status, headers.refresh, headers['set-cookie']?.length], [200, '0; url=/', 1]);
});

test('a ticket counts for a minute, and so many of them at a time', () => {
  let now = 0;
  const tickets = new Tickets(() => now);
  const [early, late] = [tickets.issue(), tickets.issue()];
  now = TICKET_MS - 1;
  assert.ok(tickets.redeem(early));
  assert.ok(!tickets.redeem(early));
  now = TICKET_MS;
  assert.ok(!tickets.redeem(late));

  const many = Array.from({ length: 17 }, () => tickets.issue());
  assert.deepEqual(
    many.map((ticket) => tickets.redeem(ticket)),
    many.map((_, index) => index > 0),
  );
});

test('who shows nothing is told what to do, whatever is asked for', async (t) => {
  const host = await startPageHost(t);
  const paths = [
    '/',
    '/page.js',
    '/page.css',
    '/chunks/x.js',
    '/metrics',
    '/widgets/a/b',
    '/nothing',
    '/../etc/passwd',
  ];
  for (const path of paths) {
    const { status, text, headers } = await ask(host, path);
    assert.equal(status, 401, path);
    assert.match(text, /headframe open/);
    assert.equal(headers['www-authenticate'], 'Bearer');
  }
  for (const cookie of [
    'x=y',
    `headframe-${new URL(host.origin).port}=`,
    `headframe-${new URL(host.origin).port}=${'x'.repeat(43)}`,
  ])
    assert.equal((await ask(host, '/', { headers: { Cookie: cookie } })).status, 401, cookie);
});

test('a token in a header has its role, wherever the cookie would do', async (t) => {
  const host = await startPageHost(t);
  const tokens = await ensureTokens(host.host.configuration.dataDir);
  const status = async (authorization: string, path = '/'): Promise<number> =>
    (await ask(host, path, { headers: { Authorization: authorization } })).status;
  for (const role of ROLES) {
    assert.equal(await status(`Bearer ${tokens[role]}`), 200);
    assert.equal(await status(`bearer ${tokens[role]}`, '/metrics'), 200);
    const { peer } = await openWebPeer(t, host, { Authorization: `Bearer ${tokens[role]}` });
    assert.equal((await peer.hello()).role, role);
    const other = await openWebPeer(t, host);
    assert.equal((await other.peer.hello({ token: tokens[role] })).role, role);
  }
  const wrong = [`Bearer ${tokens.admin}x`, `Basic ${tokens.admin}`, tokens.admin, 'Bearer', 'Bearer  '];
  for (const one of wrong) {
    assert.equal(await status(one), 401, one);
    await assert.rejects(openWebPeer(t, host, { Authorization: one }), { status: 401 }, one);
  }
  const cookie = await letIn(host);
  const both = { ...cookie, Authorization: 'Bearer wrong' };
  assert.equal((await ask(host, '/', { headers: both })).status, 401, 'a wrong token beside a right cookie');
});

test('every answer says that nothing else may load, show or keep what it is', async (t) => {
  const host = await startPageHost(t);
  const cookie = await letIn(host);
  const { host: name } = new URL(host.origin);
  for (const [path, headers] of [
    ['/', {}],
    ['/', cookie],
    ['/page.js', cookie],
    ['/nothing', cookie],
    ['/', { Host: 'evil.com' }],
  ] as const) {
    const answer = (await ask(host, path, { headers })).headers;
    const policy = String(answer['content-security-policy']);
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self'; /);
    assert.match(
      policy,
      /; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; report-uri \/csp-report$/,
    );
    if (!('Host' in headers))
      assert.match(policy, new RegExp(`connect-src 'self' ws://${name} wss://${name};`));
    assert.ok(!/unsafe|\*/.test(policy), policy);
    assert.equal(answer['x-content-type-options'], 'nosniff');
    assert.equal(answer['referrer-policy'], 'no-referrer');
    assert.equal(answer['cache-control'], 'no-store');
    assert.equal(answer['cross-origin-resource-policy'], 'same-origin');
    assert.equal(answer['access-control-allow-origin'], undefined);
  }
});

test('a browser stays let in over a restart, by a digest in a file of the owner', async (t) => {
  const host = await startPageHost(t);
  const headers = await letIn(host);
  const file = join(host.host.configuration.dataDir, FILE);
  const secret = headers.Cookie.split('=')[1] ?? '';
  assert.ok(!readFileSync(file, 'utf8').includes(secret));
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const pages = async (): Promise<number> => (await ask(host, '/', { headers })).status;
  await host.stop();
  await host.start();
  assert.equal(await pages(), 200);
  await host.host.refresh('web-inspector');
  assert.equal(await pages(), 200);
});

test('a browser is let in for as long as the setting says', async (t) => {
  const host = await startPageHost(t, { 'web-inspector': { sessionHours: 0.001, heartbeatSeconds: 0.5 } });
  const { pathname, search } = new URL(await host.ticketUrl());
  const { headers } = await ask(host, pathname + search);
  assert.match(String(headers['set-cookie']), /Max-Age=4$/);

  const sessions = (hours: number): BrowserSessions =>
    new BrowserSessions({ file: join(host.folder, FILE), hours: () => hours, adminToken: () => undefined });
  const [open, over] = [sessions(1), sessions(0)];
  const [first, second] = [await open.create(), await over.create()];
  assert.deepEqual([open.has(first), over.has(second)], [true, false]);
  assert.ok(!open.has(second));

  const own = { Cookie: String(headers['set-cookie']).split(';')[0] ?? '', Origin: host.origin };
  const { peer, ended } = await openWebPeer(t, host, own);
  await peer.hello();
  // It answers every heartbeat, and is sent away all the same.
  peer.socket.on('data', ([kind]: Buffer) => {
    if (kind === FRAME_KIND.notification) peer.request(OPERATION.ping);
  });
  await inTime('the end of the session', ended);
});

test('new tokens end what the old ones let in', async (t) => {
  const host = await startPageHost(t);
  const { dataDir } = host.host.configuration;
  const before = await ensureTokens(dataDir);
  const cookie = await letIn(host);
  const byCookie = await openWebPeer(t, host, { ...cookie, Origin: host.origin });
  const byToken = await openWebPeer(t, host);
  const reader = await openWebPeer(t, host);
  await byCookie.peer.hello();
  await byToken.peer.hello({ token: before.admin });
  await reader.peer.hello({ token: before.read });

  await rotateTokens(dataDir, ['admin']);

  for (const one of [byCookie, byToken]) {
    const { json } = await one.peer.notification(20);
    assert.equal(json.code, 'UNAUTHENTICATED');
    await one.ended;
  }
  assert.equal((await ask(host, '/', { headers: cookie })).status, 401);
  assert.equal((await reader.peer.call('ping')) !== undefined, true);
});
