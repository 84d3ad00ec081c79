import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { EncodingError, encodePem, toHex } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import { parseTrustedRoot, profileOf, trustedRootFromFiles } from '../../../core/trust/index.js';
import { TestInstance } from '../../support/instance.js';
import { sharedDir } from '../../support/shared.js';

const instance = new TestInstance();
const shared = sharedDir('fixtures/attestations');
const { skip } = shared;
const OWN = { name: 'acme', requires: ['timestamp'] };

type Json = Record<string, unknown>;
const root = (): Json & { certificateAuthorities: Json[] } => JSON.parse(instance.trustJson);

/** The instance's trusted root with a `profile` in its first certificate authority. */
function withProfile(profile: unknown): string {
  const json = root();
  const [first] = json.certificateAuthorities;
  if (first) first['profile'] = profile;
  return JSON.stringify(json);
}

const requiresOf = (text: string, owner?: 'user' | 'instance') =>
  profileOf(parseTrustedRoot(text, owner).certificateAuthorities).requires;
const EVERYTHING = ['issuer', 'sct', 'log'];

describe('the profile of a certificate authority', () => {
  test('requires everything when nothing is stated, and when lists are left out or empty', () => {
    assert.deepEqual(requiresOf(instance.trustJson), EVERYTHING);
    for (const left of [{ tlogs: [] }, { ctlogs: [] }, { ctlogs: undefined, tlogs: undefined }]) {
      const text = JSON.stringify({ ...root(), ...left });
      assert.deepEqual(requiresOf(text, 'user'), EVERYTHING);
    }
    assert.deepEqual(profileOf([]).requires, EVERYTHING);
  });

  test('is not chosen by a name, a URI or a subject that only looks like GitHub’s', () => {
    const json = root();
    const [first] = json.certificateAuthorities;
    Object.assign(first ?? {}, {
      uri: 'fulcio.githubapp.com',
      subject: { organization: 'GitHub, Inc.', commonName: 'Internal Services Root' },
    });
    assert.deepEqual(requiresOf(JSON.stringify(json), 'user'), EVERYTHING);
  });

  test('counts where the user names the file, and not where it came from elsewhere', () => {
    const text = withProfile(OWN);
    assert.deepEqual(requiresOf(text, 'user'), ['timestamp']);
    assert.deepEqual(requiresOf(text, 'instance'), EVERYTHING);
    assert.deepEqual(requiresOf(text), EVERYTHING);
    assert.match(parseTrustedRoot(text).skipped.join(), /certificateAuthorities\[0\]\.profile: counts only/);
    assert.deepEqual(parseTrustedRoot(text, 'user').skipped, []);
  });

  test('changes the digest of the trusted root where it counts, so that no cached verdict is reused', () => {
    const text = withProfile(OWN);
    assert.notEqual(parseTrustedRoot(text, 'user').digest, parseTrustedRoot(text).digest);
    assert.equal(parseTrustedRoot(text).digest, toHex(digest('sha256', new TextEncoder().encode(text))));
    assert.equal(
      parseTrustedRoot(instance.trustJson, 'user').digest,
      parseTrustedRoot(instance.trustJson).digest,
    );
  });

  const REFUSED: readonly (readonly [string, unknown, RegExp])[] = [
    ['proves no time', { name: 'acme', requires: ['sct', 'issuer'] }, /without a log needs a timestamp/],
    ['asks for nothing', { name: 'acme', requires: [] }, /without a log needs a timestamp/],
    ['asks for something unknown', { name: 'acme', requires: ['timestamp', 'luck'] }, /is not a list of/],
    ['has no list', { name: 'acme' }, /is not a list of/],
    ['has another member', { ...OWN, waives: ['log'] }, /other than name and requires/],
    ['has GitHub’s name', { ...OWN, name: 'github' }, /only this program gives/],
    ['has the public instance’s name', { ...OWN, name: 'public-good' }, /only this program gives/],
    ['has no name', { requires: ['log'] }, /is not a short name/],
    ['is only a name', 'github', /is not an object/],
    ['is null', null, /is not an object/],
  ];
  for (const [what, profile, words] of REFUSED)
    test(`that ${what} is refused`, () => {
      assert.throws(
        () => parseTrustedRoot(withProfile(profile), 'user'),
        (error) => error instanceof EncodingError && words.test(error.message),
      );
    });

  test('of several authorities requires everything that any of them requires', () => {
    const [ca] = parseTrustedRoot(withProfile(OWN), 'user').certificateAuthorities;
    const [strict] = instance.trust.certificateAuthorities;
    if (!ca || !strict) throw new Error('no authority');
    assert.deepEqual([...profileOf([ca, strict]).requires].sort(), ['issuer', 'log', 'sct', 'timestamp']);
  });

  test('is GitHub’s own with GitHub’s root, in a trusted root and in PEM files', { skip }, () => {
    const text = readFileSync(join(shared.dir, 'github-trusted_root.json'), 'utf8');
    const theirs = parseTrustedRoot(text).certificateAuthorities;
    assert.deepEqual(profileOf(theirs), { name: 'github', requires: ['timestamp'] });
    const der = theirs[0]?.chain.at(-1)?.der ?? new Uint8Array();
    const files = trustedRootFromFiles({ fulcioPem: encodePem('CERTIFICATE', der) });
    assert.equal(profileOf(files.certificateAuthorities).name, 'github');
  });
});

test('a member that a trusted root lacks is called missing, not a wrong time or key', () => {
  for (const [change, words] of [
    [{ validFor: {} }, /validFor\.start is missing/],
    [{ validFor: undefined }, /validFor is missing/],
    [{ certChain: undefined }, /certChain is missing/],
    [{ certChain: { certificates: [{}] } }, /rawBytes.* is missing/],
  ] as const) {
    const json = root();
    Object.assign(json.certificateAuthorities[0] ?? {}, change);
    assert.throws(() => parseTrustedRoot(JSON.stringify(json)), words);
  }
});
