import type { ConsentAnswer, ConsentPort, Publication } from '../consent/types.js';
import { ClientGone, type Connection } from './connection.js';

/** Has a client ask the person in front of it. One that goes away, or says something else, has nobody in front of it. */
export async function askThrough(connection: Connection, publication: Publication): Promise<ConsentAnswer> {
  try {
    connection.send({ type: 'consent', publication });
    const { type, answer } = await connection.next();
    return type === 'consent-answer' && (answer === 'agreed' || answer === 'refused') ? answer : 'nobody';
  } catch (error) {
    if (error instanceof ClientGone) return 'nobody';
    throw error;
  }
}

/** {@link askThrough} one client. */
export function clientPort(connection: Connection): ConsentPort {
  return { ask: (publication) => askThrough(connection, publication) };
}
