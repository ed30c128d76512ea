/** Milliseconds of processor time that this process took since `start`, a value of `process.cpuUsage()`. */
export function cpuMs(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
