import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf } from '../../core/index.ts';
import { framedRole, textRole } from '../../plugins/socket-server/auth/access.ts';
import { type Origin, originOf } from '../../plugins/socket-server/auth/origin.ts';

const ORIGINS: readonly Origin[] = ['unix', 'loopback', 'remote'];

function outcome(run: () => string): string {
  try {
    return run();
  } catch (error) {
    return codeOf(error);
  }
}

test('who may do what without a token: every origin with every setting', () => {
  const rows: string[] = [];
  for (const requireToken of [false, true])
    for (const allowRemoteText of [false, true])
      for (const origin of ORIGINS) {
        const settings = { requireToken, allowRemoteText };
        const framed = outcome(() => framedRole(origin, settings));
        const text = outcome(() => textRole(origin, settings));
        rows.push(
          `${requireToken ? 'token' : '-'} ${allowRemoteText ? 'text' : '-'} ${origin}: ${framed}, ${text}`,
        );
      }
  assert.deepEqual(rows, [
    '- - unix: admin, admin',
    '- - loopback: admin, admin',
    '- - remote: UNAUTHENTICATED, REMOTE_TEXT_REFUSED',
    '- text unix: admin, admin',
    '- text loopback: admin, admin',
    '- text remote: UNAUTHENTICATED, write',
    'token - unix: UNAUTHENTICATED, UNAUTHENTICATED',
    'token - loopback: UNAUTHENTICATED, UNAUTHENTICATED',
    'token - remote: UNAUTHENTICATED, UNAUTHENTICATED',
    'token text unix: UNAUTHENTICATED, UNAUTHENTICATED',
    'token text loopback: UNAUTHENTICATED, UNAUTHENTICATED',
    'token text remote: UNAUTHENTICATED, UNAUTHENTICATED',
  ]);
});

test('a socket without an address is no neighbour, unless it came by a Unix socket', () => {
  assert.equal(originOf('tcp', undefined), 'remote');
  assert.equal(originOf('unix', undefined), 'unix');
  assert.equal(originOf('tcp', '127.0.0.1'), 'loopback');
  assert.equal(originOf('tcp', '::1'), 'loopback');
  assert.equal(originOf('tcp', '::ffff:127.0.0.1'), 'loopback');
  for (const address of ['10.0.0.1', '::', '0.0.0.0', 'fe80::1%lo', '::ffff:10.0.0.1', ''])
    assert.equal(originOf('tcp', address), 'remote', address);
});
