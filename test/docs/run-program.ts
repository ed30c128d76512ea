import { type ExecFileException, execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';

/** How a program ended, and what it printed. */
export interface ProgramResult {
  readonly pid: number;
  readonly code: ExecFileException['code'];
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a TypeScript program in a folder: what tsx makes of it, without tsx, which takes longer than the program. */
export async function runProgram(
  folder: string,
  text: string,
  environment: NodeJS.ProcessEnv,
): Promise<ProgramResult> {
  const file = join(folder, 'program.mjs');
  const { code } = await transform(text, { loader: 'ts', target: `node${process.versions.node}` });
  writeFileSync(file, code);
  const options = { cwd: folder, env: { PATH: process.env.PATH, ...environment } };
  return new Promise((done) => {
    const child = execFile(process.execPath, [file], options, (error, stdout, stderr) =>
      done({ pid: child.pid ?? 0, code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}
