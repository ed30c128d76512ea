import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { FRAME_KIND } from '../../codec/index.ts';
import { type Offer, PlacesPeer, startOnDisk } from './places-peer.ts';

const LARGE = Buffer.from(JSON.stringify('x'.repeat(100_000)));

test('where no challenge can be written no places are offered, and the client is let in', async (context) => {
  const running = await startOnDisk(context);
  const { offer } = await PlacesPeer.granted(running);
  await rm(offer.directory, { recursive: true });
  const logged = running.log.next('places: no places are offered: ENOENT');
  const peer = await running.framedConnection();
  assert.equal((await peer.hello()).places, undefined);
  await logged;
});

test('what of a session cannot be removed stays, and the log says so', async (context) => {
  const running = await startOnDisk(context);
  const one = await PlacesPeer.granted(running);
  const file = one.newName();
  await mkdir(one.path(file));
  const logged = running.log.next(`places: ${file} stays until the next start`);
  one.peer.destroy();
  await logged;
});

test('a challenge that cannot be withdrawn is logged; whoever has read it is let in', async (context) => {
  const running = await startOnDisk(context);
  const peer = await running.framedConnection();
  const offer = (await peer.hello()).places as Offer;
  const proof = new PlacesPeer(peer, offer).proof();
  const challenge = join(offer.directory, offer.challenge);
  await rm(challenge);
  await mkdir(challenge);
  const logged = running.log.next('places: the challenge stays until the next start');
  await peer.call('use_places', { proof });
  await logged;
});

test('a folder that cannot be read is logged when the session is over', async (context) => {
  const running = await startOnDisk(context);
  const one = await PlacesPeer.granted(running);
  await rm(one.offer.directory, { recursive: true });
  await writeFile(one.offer.directory, '');
  const logged = running.log.next('places: files stay until the next start');
  one.peer.destroy();
  await logged;
});

test('the place of a value whose file is damaged is refused with its name', async (context) => {
  const running = await startOnDisk(context);
  const one = await PlacesPeer.granted(running);
  await one.set('x', LARGE);
  const { place } = await one.get('x');
  await rm(one.path(place?.id ?? ''), { force: true });
  await writeFile(one.path(place?.id ?? ''), 'short');
  const { kind, meta } = await one.request('x');
  assert.equal(kind, FRAME_KIND.error);
  const { code, message } = JSON.parse(meta.toString());
  assert.equal(code, 'BLOB_REFUSED');
  assert.match(message, /^x has no place to be given: /);
});
