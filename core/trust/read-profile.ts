import type { Evidence, Profile } from '../certificate/trusted.js';
import { EncodingError, isObject } from '../encoding/index.js';
import { textAt } from './json-fields.js';
import { KNOWN_NAMES } from './profile.js';

const EVIDENCE: ReadonlySet<unknown> = new Set<Evidence>(['issuer', 'sct', 'log', 'timestamp']);
const NAME = /^[a-z0-9][a-z0-9.-]{0,63}$/;

function wrong(place: string, what: string): EncodingError {
  return new EncodingError('JSON_MALFORMED', `${place} ${what}`);
}

function isEvidence(value: unknown): value is Evidence {
  return EVIDENCE.has(value);
}

/**
 * The profile that the owner of a trusted root gives a certificate authority: `{"name": "acme", "requires": ["timestamp"]}`.
 * @throws EncodingError JSON_MALFORMED for an unknown word, for a name that only this program may give, or for a profile in
 * which nothing proves the time: without a log it needs a timestamp
 */
export function readProfile(value: unknown, place: string): Profile {
  if (!isObject(value)) throw wrong(place, 'is not an object');
  const unknown = Object.keys(value).find((key) => key !== 'name' && key !== 'requires');
  if (unknown !== undefined) throw wrong(place, 'has a member other than name and requires');
  const name = textAt(value, 'name', place);
  if (!NAME.test(name)) throw wrong(`${place}.name`, 'is not a short name in lower case, such as "acme"');
  if (KNOWN_NAMES.has(name)) throw wrong(`${place}.name`, 'is a name that only this program gives');
  const list = value['requires'];
  if (!Array.isArray(list) || !list.every(isEvidence))
    throw wrong(`${place}.requires`, 'is not a list of: issuer, sct, log, timestamp');
  if (!list.includes('log') && !list.includes('timestamp'))
    throw wrong(
      `${place}.requires`,
      'has neither log nor timestamp: a profile without a log needs a timestamp',
    );
  return { name, requires: [...new Set(list)] };
}
