import { deepEqual, equal, throws } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { equalBytes, utf8 } from '../../../core/encoding/index.js';
import { armorKind, joinObject, objectId, payloadKind, splitObject } from '../../../core/git/index.js';
import { sharedDir } from '../../support/shared.js';
import { folded, weirdObjects } from './weird-objects.js';

const COMMIT = `tree ${'a'.repeat(40)}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n`;
const TAG = `object ${'a'.repeat(40)}\ntype commit\ntag v1\n`;
const ARMOR = '-----BEGIN SIGNED MESSAGE-----\nMIIB\n-----END SIGNED MESSAGE-----\n';

function refused(type: 'commit' | 'tag', text: string, code: string): void {
  throws(() => splitObject(type, utf8(text), 'sha1'), { name: 'GitObjectError', code });
}

test('a commit with two gpgsig headers is refused', () => {
  refused(
    'commit',
    `${COMMIT}${folded('gpgsig', ARMOR)}${folded('gpgsig', ARMOR)}\nm\n`,
    'DUPLICATE_SIGNATURE_HEADER',
  );
  refused('commit', `${COMMIT}gpgsig a\nx y\ngpgsig b\n\nm\n`, 'DUPLICATE_SIGNATURE_HEADER');
});

test('a tag with two header signatures of one name is refused', () => {
  refused('tag', `${TAG}gpgsig a\ngpgsig b\n\nm\n${ARMOR}`, 'DUPLICATE_SIGNATURE_HEADER');
});

test('a commit that claims to be a tag, a tag that claims to be a commit, and an object that is neither are refused', () => {
  refused('tag', `${COMMIT}\nm\n${ARMOR}`, 'OBJECT_MALFORMED');
  refused('commit', `${TAG}${folded('gpgsig', ARMOR)}\nm\n`, 'OBJECT_MALFORMED');
  refused('commit', '', 'OBJECT_MALFORMED');
  refused('commit', `gpgsig a\n${COMMIT}\n`, 'OBJECT_MALFORMED');
  refused('commit', `tree ${'A'.repeat(40)}\n\n`, 'OBJECT_MALFORMED');
});

test('an object in the other hash format is refused', () => {
  throws(() => splitObject('commit', utf8(COMMIT), 'sha256'), { code: 'OBJECT_MALFORMED' });
});

test('of two signatures in a compatible repository, the one in the repository’s own format is used', () => {
  const both = `${COMMIT}${folded('gpgsig', ARMOR)}${folded('gpgsig-sha256', '-----BEGIN SSH SIGNATURE-----\n')}\nm\n`;
  const { payload, signature } = splitObject('commit', utf8(both), 'sha1');
  equal(signature?.kind, 'cms');
  equal(Buffer.from(payload).toString(), `${COMMIT}\nm\n`);
});

test('an object without a signature is its own payload', () => {
  const raw = utf8(`${COMMIT}\nm`);
  const split = splitObject('commit', raw, 'sha1');
  equal(split.signature, undefined);
  deepEqual(split.payload, raw);
});

test('armor is recognised by its first bytes only', () => {
  equal(armorKind(utf8(ARMOR)), 'cms');
  equal(armorKind(utf8('-----BEGIN PGP MESSAGE-----')), 'openpgp');
  equal(armorKind(utf8('-----BEGIN PGP SIGNATURE-----x')), 'openpgp');
  equal(armorKind(utf8('-----BEGIN SSH SIGNATURE-----\n')), 'ssh');
  equal(armorKind(utf8(` ${ARMOR}`)), 'unknown');
  equal(armorKind(utf8('-----BEGIN')), 'unknown');
});

test('what git wants to have signed is recognised by its first bytes', () => {
  equal(payloadKind(utf8(COMMIT)), 'commit');
  equal(payloadKind(utf8(TAG)), 'tag');
  equal(payloadKind(utf8('certificate version 0.1\npusher A\n')), 'push-certificate');
  equal(payloadKind(utf8('tre')), 'unknown');
});

test('joining a payload and a signature, then splitting them again, changes nothing', () => {
  const armor = utf8(ARMOR);
  for (const format of ['sha1', 'sha256'] as const)
    for (const { type, raw, name } of weirdObjects(format)) {
      if (!name.includes('no other header and')) continue;
      if (type === 'commit' && !raw.includes('\n\n')) continue;
      const signed = joinObject({ type, payload: raw, armor, format });
      const split = splitObject(type, signed, format);
      if (type === 'tag' && raw.at(-1) !== 0x0a) continue;
      deepEqual(Buffer.from(split.payload), raw, name);
      deepEqual(split.signature, { kind: 'cms', armor }, name);
      deepEqual(joinObject({ type, payload: split.payload, armor, format }), signed, name);
    }
});

test('a signature of half a million lines is split and joined', () => {
  const armor = utf8(`${ARMOR}${'x\n'.repeat(500_000)}`);
  const raw = joinObject({ type: 'commit', payload: utf8(`${COMMIT}\nm\n`), armor, format: 'sha1' });
  const { payload, signature } = splitObject('commit', raw, 'sha1');
  equal(payload.length, COMMIT.length + 3);
  equal(equalBytes(signature?.armor ?? raw, armor), true);
});

const gitsign = sharedDir('fixtures/gitsign/objects');
const production = sharedDir('fixtures/production-commits');

describe('objects signed by the real gitsign', { skip: gitsign.skip }, () => {
  const names = gitsign.skip
    ? []
    : readdirSync(gitsign.dir).filter((name) => /^0\..*\.(commit|tag)$/.test(name));
  for (const name of names)
    test(name, () => {
      const raw = readFileSync(join(gitsign.dir, name));
      const type = name.endsWith('.tag') ? 'tag' : 'commit';
      const format = name.includes('sha256') ? 'sha256' : 'sha1';
      const { payload, signature } = splitObject(type, raw, format);
      equal(signature?.kind, name.includes('unsigned') ? undefined : 'cms');
      if (!signature) return;
      const oid = readFileSync(join(gitsign.dir, name.replace(/\.\w+$/, '.oid')), 'utf8').trim();
      equal(objectId(type, raw, format), oid);
      deepEqual(Buffer.from(joinObject({ type, payload, armor: signature.armor, format })), raw);
    });
});

describe('signed commits of the public instance', { skip: production.skip }, () => {
  const names = production.skip
    ? []
    : readdirSync(production.dir).filter((name) => /^[0-9a-f]{40}$/.test(name));
  test('each has the id in its file name, and is joined again byte for byte', () => {
    for (const name of names) {
      const raw = readFileSync(join(production.dir, name));
      const { payload, signature } = splitObject('commit', raw, 'sha1');
      equal(objectId('commit', raw, 'sha1'), name);
      equal(signature?.kind, 'cms');
      const armor = signature?.armor ?? new Uint8Array();
      equal(equalBytes(joinObject({ type: 'commit', payload, armor, format: 'sha1' }), raw), true, name);
    }
    equal(names.length > 30, true);
  });
});
