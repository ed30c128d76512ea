import type { Commands } from 'headframe';
import { serverError } from '../errors.ts';
import type { FramedSession, Hello } from '../framed/session.ts';
import type { FramedSessions } from '../framed/sessions.ts';

/** The longest name of a client, in code points. */
const MAX_CLIENT_LENGTH = 64;
const MAX_TOKEN_LENGTH = 1024;

/** Commands about the framed session that they come by. */
export function registerFramedCommands(commands: Commands, sessions: FramedSessions): void {
  const sessionOf = (id: string): FramedSession => {
    const session = sessions.find(id);
    if (session) return session;
    throw serverError('BAD_REQUEST', 'this command is for connections of the framed dialect');
  };
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
    ],
    handler: (hello, { session }) => sessionOf(session).hello(hello),
  });
}
