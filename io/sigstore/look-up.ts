import { encodePem, equalBytes, isObject, toBase64, toHex } from '../../core/encoding/index.js';
import { type LogEntry, leafHash, logEntryFromRekorJson, parseBody } from '../../core/transparency/index.js';
import { NetworkError, request } from '../http/index.js';
import { type Service, serviceFailure } from './failure.js';
import type { LookUpNoteCode, LookUpRequest, LookUpResult, ServiceOptions } from './types.js';

const INDEX: Service = {
  name: 'the log',
  codes: { refused: 'LOOK_UP_FAILED', unavailable: 'LOOK_UP_FAILED', malformed: 'LOOK_UP_FAILED' },
  refusedHint: 'only Rekor v1 can be searched',
};
// A certificate is valid for ten minutes. A long rebase makes a few hundred entries in that time.
const MAX_ENTRIES = 256;
const AT_ONCE = 4;
// A hexadecimal entry id, with or without the tree id in front (rekor pkg/sharding).
const ENTRY_ID = /^(?:[0-9a-f]{16})?([0-9a-f]{64})$/;

type Note = LookUpResult['notes'][number];
type Answer = { readonly entry: LogEntry } | { readonly note: Note };

/**
 * The entries of a Rekor v1 log that name this certificate and one of these digests, found by the certificate as
 * gitsign does (pkg/rekor). Both must match (CVE-2024-51746), and the requested id must be the hash of the body in
 * the answer. Other answers of the log are noted and not used. The search ends at the first match.
 * @throws SigstoreError LOOK_UP_FAILED if the log cannot be searched, or if none of the entries could be read
 */
export async function lookUpLogEntries(asked: LookUpRequest): Promise<LookUpResult> {
  const notes: Note[] = [];
  const ids = await searchLog(asked, notes);
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const answers = await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => examine(id, asked)));
    const entries = answers.flatMap((answer) => ('entry' in answer ? [answer.entry] : []));
    notes.push(...answers.flatMap((answer) => ('note' in answer ? [answer.note] : [])));
    if (entries.length > 0) return { entries, notes };
  }
  return { entries: [], notes };
}

/**
 * Ids of the log's entries for a certificate. A malformed id is noted.
 * @throws SigstoreError LOOK_UP_FAILED
 */
export async function searchLog(
  { url, certificate, timeoutMs }: Omit<LookUpRequest, 'digests'>,
  notes: Note[],
): Promise<string[]> {
  const content = toBase64(Buffer.from(encodePem('CERTIFICATE', certificate)));
  let found: unknown;
  try {
    const response = await request({
      url: `${url}/api/v1/index/retrieve`,
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ publicKey: { format: 'x509', content } }),
      repeatable: true,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
    found = response.json();
    if (!Array.isArray(found)) throw new Error('not a list');
  } catch (error) {
    throw serviceFailure(INDEX, error);
  }
  const ids = (found as unknown[]).flatMap((id) => {
    const uuid = typeof id === 'string' ? ENTRY_ID.exec(id)?.[1] : undefined;
    if (uuid === undefined)
      notes.push(note('ENTRY_ID_WRONG', 'the log returned an entry id that is malformed'));
    return uuid === undefined ? [] : [uuid];
  });
  if (ids.length > MAX_ENTRIES)
    notes.push(note('TOO_MANY_ENTRIES', `only ${MAX_ENTRIES} of ${ids.length} entries were read`));
  return [...new Set(ids)].slice(0, MAX_ENTRIES);
}

async function examine(id: string, asked: LookUpRequest): Promise<Answer> {
  const answer = await readLogEntry(id, asked);
  return 'entry' in answer ? matchingEntry(id, answer.entry, asked) : answer;
}

/** The entry with this id, or why it cannot be read. `cause` is the network error. */
export async function readLogEntry(
  id: string,
  { url, timeoutMs }: ServiceOptions,
): Promise<Answer & { readonly cause?: NetworkError }> {
  try {
    const response = await request({
      url: `${url}/api/v1/log/entries/${id}`,
      headers: { accept: 'application/json' },
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
    const answer = response.json();
    if (!isObject(answer) || Object.keys(answer).length !== 1)
      return { note: note('ENTRY_MALFORMED', `entry ${id} is malformed`) };
    return { entry: logEntryFromRekorJson(response.text()) };
  } catch (error) {
    if (error instanceof NetworkError) return { note: note('ENTRY_UNREADABLE', error.message), cause: error };
    return { note: note('ENTRY_MALFORMED', `entry ${id} is malformed`) };
  }
}

/**
 * The entry, if its body matches its id and names this certificate and one of these digests; else a note that says
 * why not.
 */
export function matchingEntry(
  id: string,
  entry: LogEntry,
  { digests, certificate }: Pick<LookUpRequest, 'digests' | 'certificate'>,
): Answer {
  const body = entry.body ?? new Uint8Array();
  if (toHex(leafHash(body)) !== id)
    return { note: note('ENTRY_ID_WRONG', `entry ${id} has another body than its id says`) };
  try {
    const stated = parseBody(body);
    if (stated.certificate === undefined || !equalBytes(stated.certificate, certificate))
      return { note: note('OTHER_CERTIFICATE', `entry ${id} is for another certificate`) };
    if (stated.digestAlgorithm !== 'sha256' || !digests.some((digest) => equalBytes(digest, stated.digest)))
      return { note: note('OTHER_DIGEST', `entry ${id} is for another object`) };
    return { entry };
  } catch {
    return { note: note('ENTRY_MALFORMED', `entry ${id} is not a signature entry this program can read`) };
  }
}

function note(code: LookUpNoteCode, detail: string): Note {
  return { code, detail };
}
