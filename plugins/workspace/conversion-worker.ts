/** The thread in which large values are converted, and kept decoded (`conversion/value-thread.ts`): one answer to each job. */
import { parentPort } from 'node:worker_threads';
import { convert } from './conversion/convert.ts';
import { toFailure } from './conversion/failure.ts';
import type { Answer, DropMessage, JobMessage, Jobs } from './conversion/job.ts';

/** Needs the host's door, which a thread that only converts does not wait for. */
const loadHeldValues = async () => (await import('./parts/held-values.ts')).heldValues;

parentPort?.on('message', async (message: JobMessage | DropMessage) => {
  if (message.kind === 'drop') {
    (await loadHeldValues()).drop(message.key);
    return;
  }
  const answer = await answerTo(message);
  const memory = 'result' in answer && answer.result instanceof Uint8Array ? [answer.result.buffer] : [];
  parentPort?.postMessage(answer, memory as ArrayBuffer[]);
});

async function answerTo(message: JobMessage): Promise<Answer> {
  try {
    const result = await perform(message);
    return { result: result instanceof Uint8Array ? alone(result) : result };
  } catch (error) {
    return { failure: toFailure(error) };
  }
}

async function perform({ kind, job }: JobMessage): Promise<Jobs[keyof Jobs]['answer']> {
  if (kind === 'convert') return convert(job.value, job.to);
  const held = await loadHeldValues();
  return kind === 'hold' ? held.hold(job.key, job.content) : held.ask(job.key, job.question);
}

/** Bytes in memory that holds nothing else: it is handed over as a whole. */
function alone(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}
