import { toHex } from '../../core/encoding/index.js';
import { digest } from '../../core/primitives/index.js';
import type { LogEntry } from '../../core/transparency/index.js';
import { NetworkError } from '../http/index.js';
import { SigstoreError } from './error.js';
import { matchingEntry, readLogEntry, searchLog } from './look-up.js';
import { Turns } from './turns.js';
import type { LookUpRequest, LookUpResult, ServiceOptions } from './types.js';

const AT_ONCE = 8;
const REMEMBERED = 1024;
const GIVE_UP_AFTER = 3;

type Note = LookUpResult['notes'][number];
type Found = { readonly ids: readonly string[]; readonly notes: readonly Note[] };

/**
 * Looks up the log entries of many signatures. At most eight requests run at once. Each certificate is searched
 * once and each entry is read once, even if many objects share them. If the log asks for a pause (429,
 * Retry-After), all requests wait. If it fails three times in a row, it is not asked again.
 */
export class LogLookUp {
  readonly #turns = new Turns(AT_ONCE);
  readonly #searches = new Map<string, Promise<Found>>();
  readonly #entries = new Map<string, ReturnType<typeof readLogEntry>>();
  #failures = 0;
  #gaveUp: SigstoreError | undefined;

  constructor(private readonly service: ServiceOptions) {}

  /**
   * The entries that name this certificate and one of these digests, as `lookUpLogEntries` finds them.
   * @throws SigstoreError LOOK_UP_FAILED also if some entries could not be read and the others do not match
   */
  async find(asked: Pick<LookUpRequest, 'certificate' | 'digests'>): Promise<LookUpResult> {
    const { ids, notes: searchNotes } = await this.#search(asked.certificate);
    const notes = [...searchNotes];
    let unread: NetworkError | undefined;
    for (const id of ids) {
      const read = await this.#entry(id);
      unread ??= read.cause;
      const answer = 'entry' in read ? matchingEntry(id, read.entry, asked) : read;
      if ('entry' in answer) return { entries: [answer.entry as LogEntry], notes };
      notes.push(answer.note);
    }
    if (unread)
      throw new SigstoreError('LOOK_UP_FAILED', `the log at ${unread.message}`, unread.hint, unread);
    return { entries: [], notes };
  }

  #search(certificate: Uint8Array): Promise<Found> {
    return remembered(this.#searches, toHex(digest('sha256', certificate)), () =>
      this.#ask(async () => {
        const notes: Note[] = [];
        return { ids: await searchLog({ ...this.service, certificate }, notes), notes };
      }),
    );
  }

  #entry(id: string): ReturnType<typeof readLogEntry> {
    return remembered(this.#entries, id, () =>
      this.#ask(async () => {
        const read = await readLogEntry(id, this.service);
        if (read.cause) throw read.cause;
        return read;
      }).catch((error: unknown) => {
        if (!(error instanceof NetworkError)) throw error;
        return { note: { code: 'ENTRY_UNREADABLE', detail: error.message }, cause: error };
      }),
    );
  }

  /**
   * Sends one request when it is its turn. After several failures in a row no more requests are sent, so that a log
   * that is down costs seconds, not hours.
   */
  #ask<T>(question: () => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      if (this.#gaveUp) throw this.#gaveUp;
      try {
        const answer = await question();
        this.#failures = 0;
        return answer;
      } catch (error) {
        const pause = networkCause(error)?.retryAfterMs;
        if (pause !== undefined && this.#turns.pause(pause)) return this.#again(question);
        this.#failures += 1;
        if (this.#failures >= GIVE_UP_AFTER) this.#gaveUp = gaveUp(error);
        throw error;
      }
    });
  }

  async #again<T>(question: () => Promise<T>): Promise<T> {
    await this.#turns.rested();
    return question();
  }
}

function networkCause(error: unknown): NetworkError | undefined {
  if (error instanceof NetworkError) return error;
  return error instanceof SigstoreError && error.cause instanceof NetworkError ? error.cause : undefined;
}

function gaveUp(error: unknown): SigstoreError {
  const said = error instanceof Error ? error.message : 'no reason given';
  return new SigstoreError(
    'LOOK_UP_FAILED',
    `not asked: the log failed ${GIVE_UP_AFTER} times in a row (${said})`,
  );
}

/** The remembered answer or the running request for a key. The oldest answers are forgotten. */
function remembered<T>(memory: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = memory.get(key);
  if (known) return known;
  const answer = ask();
  const oldest = memory.size >= REMEMBERED ? memory.keys().next().value : undefined;
  if (oldest !== undefined) memory.delete(oldest);
  memory.set(key, answer);
  return answer;
}
