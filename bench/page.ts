/**
 * How quickly the page shows and scrolls 10,000 variables: `node --import tsx bench/page.ts [--json] [variables]`.
 *
 * - first rows: from the last byte of the variables' metadata to the frame that shows the first rows.
 * - worst frame: the longest time between two frames while the table is scrolled from end to end for 2 s.
 * - processor: what the page's thread takes of it for one of these frames; other programs do not change it.
 */
import { rmSync } from 'node:fs';
import type { CDPSession } from 'playwright-core';
import { connect } from '../clients/node/index.ts';
import { closeBrowser, openPage } from '../test/browser/browser.ts';
import { PageHost } from '../test/browser/page-host.ts';
import { benchArguments, isJson, printFinding } from './report.ts';

const FIRST_ROWS_MS = 500;
const WORST_FRAME_MS = 50;
const BATCH = 5000;

/** Notes when data comes, and when a frame with rows has been drawn. */
const WATCH = `
  globalThis.dataAt = 0;
  globalThis.rows = new Promise((resolve) => {
    const WebSocket = globalThis.WebSocket;
    globalThis.WebSocket = class extends WebSocket {
      constructor(...given) {
        super(...given);
        this.addEventListener('message', () => { if (!globalThis.isShown) globalThis.dataAt = performance.now(); });
      }
    };
    const watch = new MutationObserver(() => {
      if (globalThis.isShown || !document.querySelector('[role=row]:not(.head)')) return;
      globalThis.isShown = true;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - globalThis.dataAt)));
    });
    watch.observe(document, { childList: true, subtree: true });
  });
`;

/** Scrolls from end to end and gives the times between frames, in ms. */
const SCROLL = `new Promise((resolve) => {
  const table = document.querySelector('[role=grid]');
  const frames = [];
  const began = performance.now();
  let last = began;
  const step = (now) => {
    frames.push(now - last);
    last = now;
    const share = (now - began) / 2000;
    table.scrollTop = share * (table.scrollHeight - table.clientHeight);
    if (share < 1) requestAnimationFrame(step);
    else resolve(frames.slice(1));
  };
  requestAnimationFrame(step);
})`;

async function measure(count: number): Promise<void> {
  const host = new PageHost({});
  try {
    await host.start();
    await fill(host.port, count);
    const { page, problems } = await openPage(host);
    await page.addInitScript(WATCH);
    await page.reload();
    const first = await page.evaluate<number>('globalThis.rows');
    await page.getByText(`${count} of ${count} variables`).waitFor();
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const before = await processorTime(session);
    const frames = (await page.evaluate<number[]>(SCROLL)).sort((one, other) => one - other);
    const used = (await processorTime(session)) - before;
    const worst = frames.at(-1) ?? 0;
    const median = frames[frames.length >> 1] ?? 0;
    print('first rows', first, FIRST_ROWS_MS);
    print('worst frame', worst, WORST_FRAME_MS);
    if (isJson) return;
    console.log(`${frames.length} frames, median ${median.toFixed(1)} ms`);
    console.log(`processor: ${(used / frames.length).toFixed(1)} ms a frame`);
    if (problems.length > 0) console.log(problems.join('\n'));
  } finally {
    await closeBrowser();
    await host.stop();
    rmSync(host.folder, { recursive: true, force: true });
  }
}

async function fill(port: number, count: number): Promise<void> {
  await using client = await connect(port);
  for (let at = 0; at < count; at += BATCH) {
    const names = Array.from({ length: Math.min(BATCH, count - at) }, (_, index) => at + index);
    await client.setMany(Object.fromEntries(names.map((n) => [`variable_${n}`, n / 3])));
  }
}

/** What the page's thread has taken of the processor, in ms. */
async function processorTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
}

function print(what: string, ms: number, goal: number): void {
  if (isJson) {
    printFinding({
      label: `${what} of the page`,
      unit: 'ms',
      ours: [ms],
      peer: 'bound',
      theirs: [goal],
      goal: 1,
    });
    return;
  }
  console.log(`${what}: ${ms.toFixed(1)} ms (goal ${goal} ms${ms <= goal ? '' : ', missed'})`);
}

await measure(Number(benchArguments[0] ?? 10_000));
