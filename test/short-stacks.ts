const FRAMES = 2;

/**
 * Runs what throws at most of the inputs that are drawn for it: to note where each of thousands of errors comes from takes
 * up to a third of the time. The frames that are left say where an error was thrown that nobody expected.
 */
export function withShortStacks<T>(run: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
