import { deepEqual, equal, ok } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { digest } from '../../../core/primitives/index.js';
import type { CmsSignature } from '../../../core/signature/index.js';
import {
  decodeLogEntry,
  encodeLogEntry,
  hashedRekordBody,
  logEntryFromRekorJson,
  parseBody,
} from '../../../core/transparency/index.js';
import { parseTrustedRoot, type TrustedRoot } from '../../../core/trust/index.js';
import { signedObjects } from '../../support/objects.js';
import { sharedDir } from '../../support/shared.js';
import { findings } from './findings.js';

function rebuiltBody(cms: CmsSignature): Uint8Array {
  return hashedRekordBody({
    version: '0.0.1',
    digest: digest('sha256', cms.signedAttributes),
    signature: cms.signature,
    certificateDer: cms.signerCertificate?.der ?? new Uint8Array(),
  });
}

const GOOD = { set: true, inclusion: true, checkpoint: 'ok', sameRoot: true };
const gitsign = sharedDir('fixtures/gitsign');
const readRoot = (path: string): TrustedRoot => parseTrustedRoot(readFileSync(path, 'utf8'));

describe('entries the real gitsign embedded', { skip: gitsign.skip }, () => {
  const objects = signedObjects('fixtures/gitsign/objects', /^0\.16-offline-.*\.(commit|tag)$/);
  const root = gitsign.skip ? undefined : readRoot(join(gitsign.dir, 'trust/trusted_root.json'));

  for (const { name, cms } of objects)
    test(`${name}: the rebuilt body is in the log`, async () => {
      const entry = cms.logEntry;
      ok(entry && root);
      deepEqual(await findings(entry, rebuiltBody(cms), root), GOOD);
      const stated = parseBody(rebuiltBody(cms));
      deepEqual(stated.certificate, cms.signerCertificate?.der);
      deepEqual(stated.signature, Uint8Array.from(cms.signature));
    });

  test('in an altered entry, exactly the altered part is found', async () => {
    ok(root);
    const wrong: Record<string, object> = {
      'neg-control-unchanged.commit': {},
      'neg-set.commit': { set: false },
      'neg-integrated-time.commit': { set: false },
      'neg-checkpoint-signature.commit': { checkpoint: 'signature-wrong' },
      'neg-root-hash.commit': { inclusion: false, sameRoot: false },
    };
    for (const { name, cms } of signedObjects('fixtures/gitsign/objects', /^neg-/)) {
      const expected = wrong[name];
      if (!expected || !cms.logEntry) continue;
      deepEqual(await findings(cms.logEntry, rebuiltBody(cms), root), { ...GOOD, ...expected }, name);
      delete wrong[name];
    }
    deepEqual(Object.keys(wrong), []);
  });

  test('the answer of Rekor says the same as the embedded entry', async () => {
    ok(root);
    let compared = 0;
    for (const { name, cms } of objects) {
      const file = join(gitsign.dir, 'rekor', name.replace(/\.\w+$/, '.json'));
      if (!cms.logEntry || !existsSync(file)) continue;
      const answered = logEntryFromRekorJson(readFileSync(file, 'utf8'));
      deepEqual(Buffer.from(answered.body ?? []), Buffer.from(rebuiltBody(cms)));
      equal(answered.logIndex, cms.logEntry.logIndex);
      equal(answered.integratedTime, cms.logEntry.integratedTime);
      equal(answered.kind, 'hashedrekord');
      equal(answered.version, '0.0.1');
      deepEqual(await findings(answered, answered.body ?? new Uint8Array(), root), GOOD);
      compared++;
    }
    ok(compared > 10, `${compared} compared`);
  });
});

const production = sharedDir('fixtures/production-commits');

describe('entries of the public instance', { skip: production.skip }, () => {
  test('each embedded entry holds', async () => {
    const root = readRoot(join(sharedDir('fixtures/trust').dir, 'public-good-trusted_root.json'));
    let checked = 0;
    for (const { name, cms } of signedObjects('fixtures/production-commits', /^[0-9a-f]{40}$/)) {
      if (!cms.logEntry) continue;
      deepEqual(await findings(cms.logEntry, rebuiltBody(cms), root), GOOD, name);
      deepEqual(decodeLogEntry(encodeLogEntry(cms.logEntry)), cms.logEntry);
      checked++;
    }
    ok(checked >= 5, `${checked} commits have an entry`);
  });
});
