import { deepEqual, equal, ok } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { isObject } from '../../../core/encoding/index.js';
import {
  decodeLogEntry,
  encodeLogEntry,
  hashedRekordBody,
  logEntryFromProtoJson,
  parseBody,
  TransparencyError,
} from '../../../core/transparency/index.js';
import { parseTrustedRoot } from '../../../core/trust/index.js';
import { sharedDir } from '../../support/shared.js';
import { type Findings, findings } from './findings.js';

const suite = sharedDir('corpora/sigstore-conformance/test/assets/bundle-verify');
const publicGood = join(sharedDir('fixtures/trust').dir, 'public-good-trusted_root.json');

/** The log entries of a bundle, as bytes. */
function entriesOf(dir: string): object[] {
  try {
    const bundle: unknown = JSON.parse(readFileSync(join(dir, 'bundle.sigstore.json'), 'utf8'));
    const material = isObject(bundle) ? bundle['verificationMaterial'] : undefined;
    const entries = isObject(material) ? material['tlogEntries'] : undefined;
    return Array.isArray(entries) ? entries.filter(isObject) : [];
  } catch {
    return [];
  }
}

async function judge(dir: string, json: object): Promise<Findings | string | undefined> {
  const own = join(dir, 'trusted_root.json');
  try {
    const entry = logEntryFromProtoJson(json);
    const root = parseTrustedRoot(readFileSync(existsSync(own) ? own : publicGood, 'utf8'));
    return await findings(entry, entry.body ?? new Uint8Array(), root);
  } catch (error) {
    if (error instanceof TransparencyError) return error.code;
    throw error;
  }
}

const SOUND = { inclusion: true, checkpoint: 'ok', sameRoot: true };

/** What the suite breaks in the log entry itself, and what we find. Its other cases break something else. */
const BROKEN: Record<string, Partial<Findings> | string | undefined> = {
  'bundle-empty-certificate-chain_fail': 'CHECKPOINT_MALFORMED',
  'bundle-from-wrong-instance_fail': undefined,
  'bundle-invalid-base64-signature_fail': { set: false, inclusion: false },
  'bundle-negative-log-index_fail': 'LOG_ENTRY_MALFORMED',
  'bundle-unknown-version_fail': undefined,
  'bundle-with-root-cert_fail': 'CHECKPOINT_MALFORMED',
  'checkpoint-bad-keyhint_fail': { checkpoint: 'no-signature-of-this-key' },
  'checkpoint-wrong-roothash_fail': { sameRoot: false },
  'inclusion-proof-corrupted-hash_fail': { inclusion: false },
  'incorrect-public-key_fail': { set: false, inclusion: false },
  'intoto-missing-inclusion-proof_fail': undefined,
  'invalid-checkpoint-signature_fail': { checkpoint: 'signature-wrong' },
  'invalid-inclusion-proof_fail': 'CHECKPOINT_MALFORMED',
  'rekor2-checkpoint-missing-log-signature_fail': 'CHECKPOINT_MALFORMED',
  'rekor2-checkpoint-missing-origin_fail': 'CHECKPOINT_MALFORMED',
  'rekor2-checkpoint-missing-root-hash_fail': 'CHECKPOINT_MALFORMED',
  'rekor2-checkpoint-missing-size_fail': 'CHECKPOINT_MALFORMED',
  'rekor2-checkpoint-no-matching-signature_fail': { checkpoint: 'no-signature-of-this-key' },
  'rekor2-no-inclusion-proof_fail': undefined,
  'set-invalid-signature_fail': { set: false },
};

/** Cases in which the trusted root or the JSON is broken, not the entry. */
const NOT_OURS = ['trust-root-tlog-missing-validity-start_fail', 'bundle-malformed-json_fail'];

describe('the bundles of sigstore-conformance', { skip: suite.skip }, () => {
  const cases = suite.skip
    ? []
    : readdirSync(suite.dir).filter((name) => existsSync(join(suite.dir, name, 'bundle.sigstore.json')));

  for (const name of cases.filter((name) => !NOT_OURS.includes(name)))
    test(`${name}: the log entry is ${name in BROKEN ? 'not sound' : 'sound'}`, async () => {
      const dir = join(suite.dir, name);
      for (const json of entriesOf(dir)) {
        const found = await judge(dir, json);
        const expected = BROKEN[name];
        if (typeof expected === 'string' || (name in BROKEN && expected === undefined))
          equal(found, expected);
        else {
          ok(typeof found === 'object');
          deepEqual(found, { set: found.set === 'absent' ? 'absent' : true, ...SOUND, ...expected });
        }
      }
    });

  test('a Rekor v2 body is rebuilt byte for byte, and protobuf encoding and decoding does not change an entry', () => {
    let rebuilt = 0;
    for (const name of cases.filter((name) => name.startsWith('rekor2-') && !name.includes('inclusion')))
      for (const json of entriesOf(join(suite.dir, name))) {
        const entry = logEntryFromProtoJson(json);
        const body = entry.body ?? new Uint8Array();
        const stated = parseBody(body);
        equal(stated.version, '0.0.2');
        if (!stated.certificate) continue;
        const { digest, signature, certificate: certificateDer } = stated;
        deepEqual(hashedRekordBody({ version: '0.0.2', digest, signature, certificateDer }), body);
        deepEqual(decodeLogEntry(encodeLogEntry(entry)), entry);
        rebuilt++;
      }
    ok(rebuilt > 10, `${rebuilt} rebuilt`);
  });
});
