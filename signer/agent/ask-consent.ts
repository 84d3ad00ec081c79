import type { ConsentAnswer, ConsentPort, Question } from '../../io/consent/index.js';
import { ClientGone, type Connection } from './connection.js';

/** Lets a client ask its user. A client that goes away, or answers with something else, counts as one without a user (`nobody`). */
export async function askThrough(connection: Connection, question: Question): Promise<ConsentAnswer> {
  try {
    connection.send(
      'logs' in question
        ? { type: 'consent', publication: question }
        : { type: 'committer', mismatch: question },
    );
    const { type, answer } = await connection.next();
    return type === 'consent-answer' && (answer === 'agreed' || answer === 'refused') ? answer : 'nobody';
  } catch (error) {
    if (error instanceof ClientGone) return 'nobody';
    throw error;
  }
}

/** A port that asks through one client, see {@link askThrough}. */
export function clientPort(connection: Connection): ConsentPort {
  return { ask: (question) => askThrough(connection, question) };
}
