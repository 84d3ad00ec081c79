import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, parseJson } from '../../core/encoding/index.js';
import { userDirectories } from '../config/index.js';
import { replaceFile } from '../files/replace-file.js';
import { strangersObjection } from '../strangers.js';
import type { Agreement, Publication } from './types.js';

/** The file with the agreements of this user. */
export function agreementsPath(env: NodeJS.ProcessEnv): string {
  return join(userDirectories(env).config, 'public-log.json');
}

/** The agreements of this user. A missing or damaged file, or one that others can change, counts as empty: the user is asked again. */
export async function readAgreements(env: NodeJS.ProcessEnv): Promise<Agreement[]> {
  if (strangersObjection(agreementsPath(env))) return [];
  try {
    const value = parseJson(await readFile(agreementsPath(env), 'utf8'));
    const list = isObject(value) ? value['agreements'] : undefined;
    return Array.isArray(list) ? list.filter(isAgreement) : [];
  } catch {
    return [];
  }
}

function isAgreement(value: unknown): value is Agreement {
  if (!isObject(value)) return false;
  const { identity, fulcio, logs, at } = value;
  const named =
    identity === undefined ||
    (isObject(identity) && typeof identity['subject'] === 'string' && typeof identity['issuer'] === 'string');
  return named && typeof fulcio === 'string' && isTexts(logs) && typeof at === 'number';
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Whether an agreement covers this publication: no other servers, and the same identity or any identity. */
export function covers({ identity, fulcio, logs }: Agreement, publication: Publication): boolean {
  return (
    fulcio === publication.fulcio &&
    publication.logs.every((log) => logs.includes(log)) &&
    (identity === undefined ||
      (identity.subject === publication.identity.subject && identity.issuer === publication.identity.issuer))
  );
}

/** The subject of an agreement as text: equal for agreements about the same thing. */
function about({ identity, fulcio, logs }: Agreement): string {
  return JSON.stringify([identity?.issuer, identity?.subject, fulcio, logs]);
}

/** Stores an agreement in place of an older one about the same thing. @throws the system's error if it cannot be written */
export async function remember(env: NodeJS.ProcessEnv, agreement: Agreement): Promise<void> {
  const others = (await readAgreements(env)).filter((other) => about(other) !== about(agreement));
  await write(env, [...others, agreement]);
}

/** Deletes every agreement and returns how many there were. @throws the system's error */
export async function forgetAgreements(env: NodeJS.ProcessEnv): Promise<number> {
  const { length } = await readAgreements(env);
  if (length > 0) await write(env, []);
  return length;
}

function write(env: NodeJS.ProcessEnv, agreements: readonly Agreement[]): Promise<void> {
  return replaceFile(agreementsPath(env), `${JSON.stringify({ agreements }, undefined, 2)}\n`);
}
