import { classicAnswer } from 'headframe/codec';
import type { Receiver } from 'headframe/framed';
import type { Connection } from '../connection.ts';
import { TextSession } from '../text-session.ts';
import { type Answer, type AnswerTable, messageFirst, messageLast, type Result } from './answers.ts';
import { RefusedText, refusalOf, sayRefused } from './refused-text.ts';
import type { TextDialect } from './text-dialect.ts';

/** A client takes the value whatever the message is, so a variable named `message` can be read too. */
const readP: Answer = (result: Result) =>
  result.has('message') ? [...result] : messageLast('success')(result);

/** PyMiner's answers of 2020. */
const ANSWERS: AnswerTable = new Map<string, Answer>([
  ['read_p', readP],
  ['write_p', messageFirst('success')],
  ['write_var_dic', messageFirst('success')],
  ['get_var_dic', messageFirst('succeeded')],
  ['get_all_variable_names', messageLast('succeed')],
  ['get_all_public_variable_names', messageLast('succeed')],
  ['delete_variable', messageFirst('succeeded')],
  ['get_settings', messageFirst('succeed')],
  ['get_style_sheet', messageLast('succeed')],
]);

const dialect: TextDialect = { name: 'classic', answers: ANSWERS, encode: classicAnswer };

/** What a short connection's preamble is answered with: no packet, the client throws it away. */
const ESTABLISHED = Buffer.from('conn_established', 'latin1');

/** A connection of 2020 that began with `request_data`: the client waits for an answer, then asks. */
export function openClassicShort(connection: Connection): Receiver {
  const refusal = refusalOf(connection);
  connection.write(ESTABLISHED);
  if (refusal) return new RefusedText(connection, refusal);
  connection.establish({ dialect: dialect.name, client: connection.peer, long: false, broadcasts: false });
  return new TextSession(connection, dialect);
}

/** A connection of 2020 that began with `long_conn`: nothing is answered, broadcasts follow. */
export function openClassicLong(connection: Connection): Receiver | undefined {
  const refusal = refusalOf(connection);
  if (refusal) {
    sayRefused(connection, refusal);
    connection.end(refusal.message);
    return undefined;
  }
  connection.establish({ dialect: dialect.name, client: connection.peer, long: true, broadcasts: true });
  return new TextSession(connection, dialect);
}
