/** The thread in which large values are converted (`conversion/converter.ts`): one answer to each message. */
import { parentPort } from 'node:worker_threads';
import { convert } from './conversion/convert.ts';
import { type ConversionAnswer, type ConversionJob, failure } from './conversion/job.ts';

parentPort?.on('message', ({ to, from, document, buffers }: ConversionJob) => {
  const answer = perform({ method: from, document, buffers }, to);
  const memory = 'document' in answer ? [answer.document.buffer as ArrayBuffer] : [];
  parentPort?.postMessage(answer, memory);
});

function perform(value: Parameters<typeof convert>[0], to: ConversionJob['to']): ConversionAnswer {
  try {
    const document = convert(value, to);
    // What is handed over goes as a whole: it must hold nothing else.
    return {
      document: document.byteLength === document.buffer.byteLength ? document : new Uint8Array(document),
    };
  } catch (error) {
    return failure(error);
  }
}
