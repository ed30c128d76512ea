import type { FileOutcome } from './file-outcome.ts';

/** Runs the files in their order, `atOnce` of them at the same time; `done` is called as each has ended. */
export async function runFiles(
  files: readonly string[],
  atOnce: number,
  run: (file: string) => Promise<FileOutcome>,
  done: (outcome: FileOutcome) => void,
): Promise<FileOutcome[]> {
  const outcomes: FileOutcome[] = [];
  const left = [...files].reverse();
  const slot = async (): Promise<void> => {
    for (let file = left.pop(); file !== undefined; file = left.pop()) {
      const outcome = await run(file);
      outcomes.push(outcome);
      done(outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, slot));
  return outcomes;
}
