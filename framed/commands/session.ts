import type { CommandContext, Param } from 'headframe';
import { framedError } from '../errors.ts';
import type { Hello } from '../hello.ts';
import { type FramedSession, framedSessionOf } from '../session.ts';
import { MAX_INLINE_BYTES, type SubscriptionParams } from '../subscription.ts';
import type { Registrar } from './registrar.ts';

/** The longest name of a client, in code points. */
const MAX_CLIENT_LENGTH = 64;
const MAX_TOKEN_LENGTH = 1024;
const MAX_PROOF_LENGTH = 128;
/** Patterns of one subscription, and code points of each. */
const MAX_PATTERNS = 256;
const MAX_PATTERN_LENGTH = 256;
const MAX_KINDS = 64;

const SUBSCRIBE: Param = {
  name: 'subscribe',
  summary:
    'The variables to be told of: names (patterns with * and ?), kinds, inline (bytes); null for none.',
  schema: {
    type: ['object', 'null'],
    additionalProperties: false,
    properties: {
      names: {
        type: 'array',
        items: { type: 'string', maxLength: MAX_PATTERN_LENGTH },
        maxItems: MAX_PATTERNS,
      },
      kinds: { type: 'array', items: { type: 'string', maxLength: MAX_CLIENT_LENGTH }, maxItems: MAX_KINDS },
      inline: { type: 'integer', minimum: 0, maximum: MAX_INLINE_BYTES },
    },
  },
  default: null,
};

const SINCE: Param = {
  name: 'since',
  summary: 'Where the last connection ended: workspace and revision.',
  schema: {
    type: ['object', 'null'],
    additionalProperties: false,
    required: ['workspace', 'revision'],
    properties: { workspace: { type: 'string' }, revision: { type: 'integer', minimum: 0 } },
  },
  default: null,
};

/** Commands about the framed session that they come by. */
export function registerSessionCommands(commands: Registrar, revision: () => number): void {
  commands.register<Hello>({
    name: 'hello',
    summary: 'Begins a framed session: {server, version, session, role, workspace, revision, limits, …}',
    role: 'read',
    params: [
      {
        name: 'client',
        summary: 'A name for people; writes carry it.',
        schema: { type: ['string', 'null'], maxLength: MAX_CLIENT_LENGTH },
        default: null,
      },
      {
        name: 'token',
        summary: 'Where the server asks for one.',
        schema: { type: ['string', 'null'], maxLength: MAX_TOKEN_LENGTH },
        default: null,
      },
      SUBSCRIBE,
      SINCE,
    ],
    handler: (hello, context) => sessionOf(context).hello(hello),
  });
  commands.register<{ subscribe: SubscriptionParams | null }>({
    name: 'subscribe',
    summary: 'Changes the variables that a framed session is told of from now on: {revision}',
    role: 'read',
    params: [SUBSCRIBE],
    handler: ({ subscribe }, context) => {
      sessionOf(context).feed.subscribe(subscribe);
      return { revision: revision() };
    },
  });
  commands.register<{ proof: string }>({
    name: 'use_places',
    summary: 'Lets a framed session have places instead of values, when it has read its challenge: {granted}',
    role: 'read',
    params: [
      {
        name: 'proof',
        summary: "The digits in the challenge's file.",
        schema: { type: 'string', maxLength: MAX_PROOF_LENGTH },
      },
    ],
    handler: ({ proof }, context) => {
      sessionOf(context).places.accept(proof);
      return { granted: true };
    },
  });
}

function sessionOf(context: CommandContext): FramedSession {
  const session = framedSessionOf(context);
  if (session) return session;
  throw framedError('BAD_REQUEST', 'this command is for connections of the framed dialect');
}
