import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** What the figures were measured on and with: a heading and a value each, without names of hosts or paths. */
export function describeMachine(): [string, string][] {
  const [cpu] = cpus();
  return [
    ['date', new Date().toISOString().slice(0, 10)],
    ['processor', `${cpu?.model.trim() ?? arch()}, ${availableParallelism()} cores`],
    ['memory', `${(totalmem() / 2 ** 30).toFixed(1)} GiB`],
    ['system', `${type()} ${release()}, load ${loadavg()[0]?.toFixed(1)} when it began`],
    ['Headframe', versionIn('package.json')],
    ['Node.js', process.version.slice(1)],
    ...programs(),
    ...['ioredis', 'redis', 'fastify-cli'].map((name): [string, string] => [
      name === 'redis' ? 'node-redis' : name,
      versionIn(`node_modules/${name}/package.json`),
    ]),
  ];
}

function programs(): [string, string][] {
  const python = (module: string): string[] => [
    '/usr/bin/python3',
    '-c',
    `import ${module}; print(${module}.__version__)`,
  ];
  const commands: [string, string[]][] = [
    ['Python', ['/usr/bin/python3', '--version']],
    ['numpy', python('numpy')],
    ['redis-server', ['redis-server', '--version']],
    ['redis-py', python('redis')],
    ['nats-server', ['nats-server', '--version']],
    ['memcached', ['memcached', '--version']],
  ];
  return commands.map(([name, command]) => [name, versionOf(command)]);
}

/** The first version in what a program says of itself. */
function versionOf([program = '', ...args]: readonly string[]): string {
  try {
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
    const said = execFileSync(program, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] });
    return /\d+(\.\d+)+/.exec(said)?.[0] ?? said.trim();
  } catch {
    return 'not installed';
  }
}

function versionIn(file: string): string {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
  } catch {
    return 'not installed';
  }
}
