import { codeOf, messageOf } from 'headframe';
import { Frame, type JsonLimits } from 'headframe/codec';
import type { Answer, Pending } from './answer.ts';
import { commandAnswer } from './command-answer.ts';
import { readCommand } from './command-request.ts';
import { framedError } from './errors.ts';
import { decodeFramedParams } from './framed-params.ts';
import type { FramedPeer } from './peer.ts';

/** What a client has to ask for first. */
const HELLO = 'hello';

/** Operation 0 of one session: any command by name. */
export class CommandOperations {
  readonly #peer: FramedPeer;

  constructor(peer: FramedPeer) {
    this.#peer = peer;
  }

  /**
   * Begins to answer a request. Those behind it may begin when it has ended; behind one that only reads,
   * when it has begun: so one that waits for something holds up nobody.
   */
  perform({ kind, operation, flags, id, meta, payload }: Frame): Pending {
    const own = new Frame(kind, operation, flags, id, Buffer.from(meta), payload);
    let begun: () => void = () => undefined;
    const applied = new Promise<void>((resolve) => {
      begun = resolve;
    });
    return { answer: this.#run(own, begun).finally(begun), applied };
  }

  async #run(frame: Frame, begun: () => void): Promise<Answer> {
    const { host, context, established } = this.#peer;
    const { maxNesting: maxDepth, maxKeys, maxJsonBytes } = host.settings;
    const limits: JsonLimits = { maxDepth, maxKeys };
    const maxJson = { bytes: maxJsonBytes, setting: `${host.plugin}.maxJsonBytes` };
    const request = await readCommand(frame, limits);
    const { method } = request;
    if (!established && method !== HELLO) {
      throw framedError('NEEDS_HELLO', `${method} was asked for before ${HELLO}`);
    }
    try {
      const params = await decodeFramedParams(host.commands.params(method), request, maxJson);
      const result = host.commands.dispatch(method, params, context);
      if (host.commands.role(method) === 'read' && established) begun();
      return commandAnswer(await result);
    } catch (error) {
      this.#log(method, error);
      throw error;
    }
  }

  #log(method: string, error: unknown): void {
    const { logger } = this.#peer.host;
    const { session, client } = this.#peer.context;
    const code = codeOf(error);
    const text = `${method} of ${client} failed: ${messageOf(error)}`;
    if (code === 'INTERNAL') logger.error({ session, client, method, err: error }, text);
    else logger.debug({ session, client, method, code }, text);
  }
}
