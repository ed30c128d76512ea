/**
 * 100 clients × 100 updates a second, one hour: `node --import tsx test/long/soak.ts [SECONDS] [CLIENTS]`. Prints
 * what the host's memory grows by a minute after the first tenth; exits 1 from 1 MiB on, and when an update is
 * lost. Linux alone: the memory is read from /proc.
 */
import { percentile, slope } from '../load/percentile.ts';
import { soak } from '../load/soak.ts';

const MAX_MIB_A_MINUTE = 1;
const seconds = Number(process.argv[2] ?? 3600);
const clients = Number(process.argv[3] ?? 100);
const run = await soak(clients, seconds);
const warm = run.memory.slice(Math.ceil(run.memory.length / 10)).map((bytes) => bytes / 2 ** 20);
const growth = slope(warm) * 60;
const rate = (run.writes / run.seconds).toFixed(0);
console.log(
  `${clients} clients, ${run.seconds.toFixed(0)} s: ${rate} updates/s, memory ${percentile(warm, 50).toFixed(0)} MiB, ${growth.toFixed(2)} MiB a minute more`,
);
if (!(growth < MAX_MIB_A_MINUTE)) process.exitCode = 1;
