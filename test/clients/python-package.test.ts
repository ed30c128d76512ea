import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

const OFFLINE = ['-m', 'pip', '--disable-pip-version-check', '--no-input'];
const folder = mkdtempSync(join(tmpdir(), 'headframe-wheel-'));
const python = join(folder, 'venv/bin/python');

function runIn(cwd: string, program: string, ...args: string[]): string {
  // A proxy that nobody is: what would ask an index fails.
  const env = { ...process.env, PIP_INDEX_URL: 'http://127.0.0.1:9/', PYTHONPATH: '' };
  return execFileSync(program, args, { cwd, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] });
}

before(() => {
  const source = join(folder, 'source');
  cpSync('clients/python', source, { recursive: true, filter: (path) => !path.includes('__pycache__') });
  runIn(folder, '/usr/bin/python3', '-m', 'venv', '--system-site-packages', '--without-pip', 'venv');
  runIn(
    folder,
    python,
    ...OFFLINE,
    'wheel',
    '--no-deps',
    '--no-build-isolation',
    '--wheel-dir',
    'dist',
    source,
  );
  const [wheel = ''] = readdirSync(join(folder, 'dist'));
  runIn(folder, python, ...OFFLINE, 'install', '--no-index', '--no-deps', join('dist', wheel));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('the wheel is pure, typed, of the version of the host, and has no tests in it', () => {
  const [wheel = ''] = readdirSync(join(folder, 'dist'));
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  assert.equal(wheel, `headframe-${version}-py3-none-any.whl`);
  const list = 'import sys, zipfile; print("\\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))';
  const files = runIn(folder, python, '-c', list, join('dist', wheel)).trim().split('\n');
  assert.ok(files.includes('headframe/py.typed'));
  assert.ok(files.includes('headframe/_typed_json/_reader.py'));
  assert.deepEqual(
    files.filter((file) => !/^headframe(-[\d.]+\.dist-info)?\//.test(file)),
    [],
  );
});

test('it is imported from where it was installed, without numpy or pandas', () => {
  const program =
    'import sys, headframe, headframe.aio; print(headframe.__file__, "numpy" in sys.modules, "pandas" in sys.modules)';
  const [file = '', ...imported] = runIn(folder, python, '-c', program).trim().split(' ');
  assert.ok(file.startsWith(join(folder, 'venv')), file);
  assert.deepEqual(imported, ['False', 'False']);
});

test('`pip install` of the source works offline with the setuptools that is there', () => {
  const target = join(folder, 'target');
  const options = ['--no-index', '--no-build-isolation', '--no-deps', '--target', target];
  runIn(folder, python, ...OFFLINE, 'install', ...options, join(folder, 'source'));
  assert.ok(readdirSync(target).includes('headframe'));
});
