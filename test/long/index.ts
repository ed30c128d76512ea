/**
 * Runs the long tests, one after the other, each with its bound: `npm run test:long [-- NAME[=ARGUMENT,…] …]`, all
 * of them with the arguments of `commands.ts` unless told otherwise. Prints a table, keeps the figures in
 * `figures.json`, and exits 1 when one has failed. `HEADFRAME_SEED` is a new one, and printed, unless it is given.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LONG_COMMANDS, type LongCommand } from './commands.ts';
import { type Figure, readFigures, writeFigures } from './figures.ts';

/** A command that is about more is about all requirements. */
const MANY = 4;

const seed = process.env.HEADFRAME_SEED ?? String(Math.floor(Math.random() * 2 ** 31));

/** Which are to run, with other arguments where they are given. */
function chosen(words: readonly string[]): LongCommand[] {
  if (words.length === 0) return [...LONG_COMMANDS];
  return words.map((word) => {
    const [name, args] = word.split('=');
    const command = LONG_COMMANDS.find((one) => one.name === name);
    if (!command)
      throw new Error(`there is no ${name}, but ${LONG_COMMANDS.map((one) => one.name).join(', ')}`);
    return args === undefined ? command : { ...command, args: args.split(',') };
  });
}

/** Runs one; what it prints is shown as it comes. */
async function run({ file, args, options = [], bound, misses }: LongCommand): Promise<Figure> {
  const begin = performance.now();
  const child = spawn(process.execPath, [...options, '--import', 'tsx', file, ...args], {
    env: { ...process.env, HEADFRAME_SEED: seed },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: bound * 1000,
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  const [code] = await once(child, 'close');
  return {
    date: new Date().toISOString().slice(0, 10),
    passed: code === 0 && !misses?.test(output),
    seconds: Math.round((performance.now() - begin) / 1000),
    args,
    figure: output.trimEnd().split('\n').at(-1)?.trim() ?? '',
  };
}

const rows: string[] = [];
console.log(`HEADFRAME_SEED=${seed}`);
for (const command of chosen(process.argv.slice(2))) {
  console.log(`\n# ${command.name} ${command.args.join(' ')}`);
  const figure = await run(command);
  // Another one of these may have written meanwhile.
  writeFigures(readFigures().set(command.name, figure));
  const result = figure.passed ? 'passed' : 'FAILED';
  if (!figure.passed) process.exitCode = 1;
  const about = command.ids.length > MANY ? 'all' : command.ids.join(' ');
  rows.push([about.padEnd(8), command.name.padEnd(16), result, figure.figure].join('  '));
}
console.log(`\nshows     command           result  figure\n${rows.join('\n')}`);
