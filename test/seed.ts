/**
 * The seed of a test that draws at random: the same at every run, so that a run says something of the
 * change alone; another by `HEADFRAME_SEED=n`, a new one each time by `HEADFRAME_SEED=random`.
 */
export function testSeed(): number {
  const given = process.env.HEADFRAME_SEED ?? '1';
  return given === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(given);
}
