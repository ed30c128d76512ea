import assert from 'node:assert/strict';
import { Random } from '../codec/random.ts';
import { PythonProcess } from './python-process.ts';
import type { WorkspaceHost } from './workspace-host.ts';

const NAMES = 50;
const CHANGES = 100;
const RESTART_MS = 60_000;

/**
 * Ends and starts a host, or only cuts its clients off, `restarts` times under `count` clients of 2020 and as
 * many of 2021, while variables are set and deleted at random. Throws when a client does not end with the
 * host's view after each.
 */
export async function runCompatRestarts(
  host: WorkspaceHost,
  restarts: number,
  count: number,
  seed: number,
): Promise<void> {
  const random = new Random(seed);
  const args = ['clients/python/tests/compat/views.py', String(count)];
  const python = new PythonProcess({ args, port: host.port, runMs: restarts * RESTART_MS });
  try {
    assert.equal(await python.line(), 'ready');
    for (let restart = 1; restart <= restarts; restart += 1) {
      await change(host, random);
      if (random.oneIn(2)) await host.restart();
      else await host.cut(() => change(host, random));
      await change(host, random);
      python.write(JSON.stringify(valuesOf(host)));
      assert.equal(await python.line(), 'same', `restart ${restart}`);
    }
  } finally {
    await python.kill();
  }
}

async function change(host: WorkspaceHost, random: Random): Promise<void> {
  for (let count = 0; count < CHANGES; count += 1) {
    const name = `v${random.below(NAMES)}`;
    if (!random.oneIn(4)) await host.data.setVar(name, random.below(1000), 'node');
    else if (host.data.varExists(name)) await host.data.deleteVariable(name, 'node');
  }
}

function valuesOf(host: WorkspaceHost): Readonly<Record<string, number>> {
  const names = host.data.getAllPublicVariableNames();
  return Object.fromEntries(names.map((name) => [name, Number(host.data.getVar(name))]));
}
