import { codeOf, HeadframeError, messageOf } from './errors.ts';
import { findPortHolder } from './port-holder.ts';

/**
 * Why a port could not be listened on: `PORT_BUSY`, with the process that has it where that can be told, or
 * `LISTEN_FAILED`.
 */
export async function listenError(
  { host, port }: { readonly host: string; readonly port: number },
  error: unknown,
): Promise<HeadframeError> {
  const data = { host, port };
  if (codeOf(error) !== 'EADDRINUSE') {
    const text = `cannot listen on ${host} port ${port}: ${messageOf(error)}`;
    return new HeadframeError('LISTEN_FAILED', text, { cause: error, data });
  }
  const holder = await findPortHolder(port);
  const by = holder === undefined ? 'by another process' : `by ${holder}`;
  return new HeadframeError('PORT_BUSY', `port ${port} of ${host} is in use ${by}`, { cause: error, data });
}
