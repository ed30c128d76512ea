import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { unpackArchive } from '../../core/plugin/archive.ts';
import { temporaryFolder } from '../core/plugins.ts';
import { type ZipEntry, zip } from './zip.ts';

const MIB = 1024 * 1024;
const noise = Buffer.from(Array.from({ length: MIB }, (_, index) => (index * 2654435761) >>> 24));
const manifest: ZipEntry = { name: 'plugin.json', content: '{"name":"p"}' };

const hostile: Record<string, { entries: readonly ZipEntry[]; because: RegExp }> = {
  'a path that leaves its folder': { entries: [{ name: '../evil' }], because: /\.\./ },
  'a path that leaves it from inside': { entries: [{ name: 'a/../../evil' }], because: /\.\./ },
  'a folder that leaves it': { entries: [{ name: '../evil/', mode: 0o040755 }], because: /\.\./ },
  'an absolute path': { entries: [{ name: '/tmp/headframe-evil' }], because: /absolute/ },
  'a drive': { entries: [{ name: 'C:/evil' }], because: /absolute|drive/ },
  'a drive without a slash': { entries: [{ name: 'C:evil' }], because: /absolute|drive/ },
  'a backslash': { entries: [{ name: 'a\\evil' }], because: /invalid characters|backslash/ },
  'a share of a network': {
    entries: [{ name: '\\\\server\\evil' }],
    because: /invalid characters|backslash/,
  },
  'a symbolic link': { entries: [{ name: 'link', content: '/etc', mode: 0o120777 }], because: /link/ },
  'a link, and a file written through it': {
    entries: [
      { name: 'link', content: '..', mode: 0o120777 },
      { name: 'link/evil', content: 'x' },
    ],
    because: /link/,
  },
  'a device': { entries: [{ name: 'device', mode: 0o020666 }], because: /device/ },
  'a named pipe': { entries: [{ name: 'pipe', mode: 0o010666 }], because: /device/ },
  'the same name twice': { entries: [{ name: 'a' }, { name: 'a' }], because: /twice/ },
  'names that differ in case': { entries: [{ name: 'a' }, { name: 'A' }], because: /twice|case/ },
  'folders that differ in case': { entries: [{ name: 'a/x' }, { name: 'A/y' }], because: /case/ },
  'names that differ in their accents': {
    entries: [{ name: 'caf\u00e9' }, { name: 'cafe\u0301' }],
    because: /twice|accents/,
  },
  'folders that differ in their accents': {
    entries: [{ name: 'caf\u00e9/x' }, { name: 'cafe\u0301/y' }],
    because: /accents/,
  },
  'a file where a folder is needed': {
    entries: [{ name: 'a' }, { name: 'a/b' }],
    because: /both a file and a folder/,
  },
  'a folder by name that is a file by mode': { entries: [{ name: 'a/', mode: 0o100644 }], because: /both/ },
  'a zero byte in a name': { entries: [{ name: 'a\0b' }], because: /character/ },
  'a line feed in a name': { entries: [{ name: 'a\nb' }], because: /character/ },
  'a stream of NTFS': { entries: [{ name: 'a:b' }], because: /character|drive|absolute/ },
  'a device of Windows': { entries: [{ name: 'sub/NUL.txt' }], because: /Windows/ },
  'a trailing dot': { entries: [{ name: 'plugin.json.' }], because: /Windows/ },
  'an empty segment': { entries: [{ name: 'a//b' }], because: /empty segment/ },
  'a segment of one dot': { entries: [{ name: './a' }], because: /empty segment/ },
  'a name that is no UTF-8': { entries: [{ name: Buffer.from([0x61, 0xff, 0xfe]) }], because: /UTF-8/ },
  'a name of 300 bytes': { entries: [{ name: 'a'.repeat(300) }], because: /255 bytes/ },
  'a path of 2000 bytes': { entries: [{ name: 'abc/'.repeat(500) }], because: /1024 bytes/ },
  '2001 entries': {
    entries: Array.from({ length: 2001 }, (_, index) => ({ name: `f${index}`, content: 'x' })),
    because: /more than 2000 entries/,
  },
  'more than 50 MiB unpacked': {
    entries: [
      { name: 'noise', content: noise },
      ...Array.from({ length: 50 }, (_, index) => ({ name: `f${index}`, sameDataAs: 1 })),
    ],
    because: /more than 52428800 bytes/,
  },
  'a bomb of zeros': {
    entries: [{ name: 'zeros', content: Buffer.alloc(10 * MIB) }],
    because: /more than 100 times/,
  },
  'a bomb of entries over the same bytes': {
    entries: [
      { name: 'kernel', content: Buffer.alloc(64 * 1024, 'ab') },
      ...Array.from({ length: 600 }, (_, index) => ({ name: `f${index}`, sameDataAs: 1 })),
    ],
    because: /more than 100 times/,
  },
  'bytes that do not shrink and that many entries share': {
    entries: [
      { name: 'noise', content: noise.subarray(0, MIB / 4) },
      ...Array.from({ length: 160 }, (_, index) => ({ name: `f${index}`, sameDataAs: 1 })),
    ],
    because: /more than 100 times/,
  },
  'a file that is longer than it says': {
    entries: [{ name: 'a', content: 'x'.repeat(2000), claim: { bytes: 10 } }],
    because: /too many bytes/,
  },
  'a file that is shorter than it says': {
    entries: [{ name: 'a', content: 'xyz', claim: { bytes: 100 } }],
    because: /not enough bytes/,
  },
  'data beyond the end': {
    entries: [{ name: 'a', claim: { packedBytes: 5000 } }],
    because: /cannot be read/,
  },
  'a wrong checksum': { entries: [{ name: 'a', content: 'abc', claim: { crc: 1 } }], because: /checksum/ },
  'an encrypted file': { entries: [{ name: 'a', content: 'abc', flags: 1 }], because: /encrypted/ },
  'an unknown method': {
    entries: [{ name: 'a', content: 'abc', method: 99 }],
    because: /unsupported compression method/,
  },
};

for (const [what, { entries, because }] of Object.entries(hostile)) {
  test(`an archive with ${what} is refused, and nothing is written beside the target`, async (t) => {
    const folder = temporaryFolder(t);
    const file = join(folder, 'evil.zip');
    writeFileSync(file, zip([manifest, ...entries]));

    await assert.rejects(
      unpackArchive(file, join(folder, 'inner/target')),
      (error: Error & { code: string }) => {
        assert.equal(error.code, 'BAD_ARCHIVE');
        assert.match(error.message, because);
        return true;
      },
    );

    const allowed = existsSync(join(folder, 'inner')) ? ['evil.zip', 'inner'] : ['evil.zip'];
    assert.deepEqual(readdirSync(folder), allowed);
    assert.ok(!existsSync('/tmp/headframe-evil'));
  });
}

test('what is no archive, is cut off or is empty of sense is refused', async (t) => {
  const folder = temporaryFolder(t);
  const whole = zip([manifest]);
  const cases = {
    garbage: Buffer.from('not a zip'),
    empty: Buffer.alloc(0),
    cut: whole.subarray(0, whole.length - 30),
  };
  for (const [name, bytes] of Object.entries(cases)) {
    const file = join(folder, `${name}.zip`);
    writeFileSync(file, bytes);
    await assert.rejects(unpackArchive(file, join(folder, name)), { code: 'BAD_ARCHIVE' });
    assert.ok(!existsSync(join(folder, name)));
  }
  await assert.rejects(unpackArchive(join(folder, 'none.zip'), join(folder, 'none')), { code: 'IO_FAILED' });
});

test('an archive is unpacked as it is, at the limits too, and without execute bits', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'good.zip');
  const many = Array.from({ length: 1996 }, (_, index) => ({ name: `many/f${index}` }));
  writeFileSync(
    file,
    zip([
      manifest,
      { name: 'sub/', mode: 0o040755 },
      { name: 'sub/数据.txt', content: 'text' },
      { name: 'run.sh', content: 'echo', mode: 0o104755, method: 0 },
      ...many,
    ]),
  );

  await unpackArchive(file, join(folder, 'target'));

  assert.equal(readFileSync(join(folder, 'target/sub/数据.txt'), 'utf8'), 'text');
  assert.equal(readFileSync(join(folder, 'target/run.sh'), 'utf8'), 'echo');
  assert.equal(statSync(join(folder, 'target/run.sh')).mode & 0o7777 & ~0o022, 0o644);
  assert.equal(readdirSync(join(folder, 'target/many')).length, 1996);
});
