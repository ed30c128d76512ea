/** Runs groups of files in their order, `atOnce` of them at the same time. */
export async function runGroups(
  groups: readonly (readonly string[])[],
  atOnce: number,
  run: (files: readonly string[]) => Promise<void>,
): Promise<void> {
  const left = [...groups].reverse();
  const slot = async (): Promise<void> => {
    for (let files = left.pop(); files; files = left.pop()) await run(files);
  };
  await Promise.all(Array.from({ length: atOnce }, slot));
}
