import { der } from '../../../core/encoding/index.js';
import { digest } from '../../../core/primitives/index.js';
import { type Issued, issueAuthority, newKey } from '../../support/pki.js';
import {
  authorityKeyId,
  basicConstraints,
  type Extension,
  extension,
  keyUsage,
  subjectKeyId,
} from '../../support/pki-extensions.js';
import { issueSmime } from '../../support/smime.js';

// Paths with certificate policies (RFC 5280 sections 4.2.1.4, 4.2.1.5, 4.2.1.11, 4.2.1.14), and whether they are valid.

const P = '1.3.6.1.4.1.99999.1';
const Q = '1.3.6.1.4.1.99999.2';
const ANY = '2.5.29.32.0';

const policies = (...oids: string[]): Extension =>
  extension('2.5.29.32', der.sequence(...oids.map((oid) => der.sequence(der.oid(oid)))));
const skip = (tag: number, certificates: number): Uint8Array => der.element(tag, Uint8Array.of(certificates));
const explicitPolicy = (certificates: number): Extension =>
  extension('2.5.29.36', der.sequence(skip(0x80, certificates)), true);
const noMapping = (certificates: number): Extension =>
  extension('2.5.29.36', der.sequence(skip(0x80, 0), skip(0x81, certificates)), true);
const noAnyPolicy = (certificates: number): Extension =>
  extension('2.5.29.54', der.integer(certificates), true);
const mapping = (from: string, to: string): Extension =>
  extension('2.5.29.33', der.sequence(der.sequence(der.oid(from), der.oid(to))), true);

type Stated = readonly Extension[];

/** Self-issued if the name is that of its issuer: then it does not count. */
function authority(name: string, issuer: Issued, more: Stated): Issued {
  const key = newKey();
  // By names alone, openssl could not tell who issued whom.
  const keys = [subjectKeyId(digest('sha1', key.spki)), authorityKeyId(digest('sha1', issuer.key.spki))];
  const extensions = [basicConstraints(true), keyUsage(5), ...keys, ...more];
  return issueAuthority(name, { issuer, key, extensions });
}

function pathBelow(root: Issued, signer: Stated, authorities: readonly (readonly [string, Stated])[]) {
  const chain: Issued[] = [root];
  for (const [name, extensions] of authorities) chain.unshift(authority(name, chain[0] ?? root, extensions));
  return [
    issueSmime(chain[0] ?? root, {
      ...Object.fromEntries(signer.entries()),
      issuerKey: authorityKeyId(digest('sha1', (chain[0] ?? root).key.spki)),
    }),
    ...chain,
  ];
}

const root = issueAuthority('root');
const demanding = issueAuthority('root', {
  extensions: [basicConstraints(true), keyUsage(5), explicitPolicy(0)],
});

/** The path from the signer to the root. The arguments say what the signer and, from the top, the authorities state. */
const path = (signer: Stated, ...authorities: Stated[]): readonly Issued[] =>
  pathBelow(
    root,
    signer,
    authorities.map((stated, place) => [`authority ${place}`, stated]),
  );
const selfIssued = (signer: Stated, ...authorities: Stated[]): readonly Issued[] =>
  pathBelow(
    root,
    signer,
    authorities.map((stated) => ['one authority', stated]),
  );

/** What a path contains, whether it is valid, and its certificates from the signer to the root. */
export const POLICY_PATHS: readonly (readonly [string, boolean, readonly Issued[]])[] = [
  ['policies and nothing that asks for one', true, path([policies(P)], [policies(Q)])],
  ['an explicit policy, and the same in both', true, path([policies(P)], [policies(P), explicitPolicy(0)])],
  ['an explicit policy, and none in the signer', false, path([], [policies(P), explicitPolicy(0)])],
  [
    'an explicit policy, and another in the signer',
    false,
    path([policies(Q)], [policies(P), explicitPolicy(0)]),
  ],
  ['an explicit policy, and none in the authority', false, path([policies(P)], [explicitPolicy(0)])],
  ['an explicit policy below two more certificates', true, path([], [policies(P), explicitPolicy(2)])],
  [
    'an explicit policy from two authorities above',
    false,
    path([], [policies(P), explicitPolicy(1)], [policies(P)]),
  ],
  ['any policy of the authority', true, path([policies(P)], [policies(ANY), explicitPolicy(0)])],
  [
    'any policy where that is inhibited',
    false,
    path([policies(P)], [policies(P), explicitPolicy(0), noAnyPolicy(0)], [policies(ANY)]),
  ],
  [
    'any policy where that is inhibited one certificate later',
    true,
    path([policies(P)], [policies(P), explicitPolicy(0), noAnyPolicy(1)], [policies(ANY)]),
  ],
  [
    'any policy where that is inhibited later',
    true,
    path([policies(P)], [policies(P), explicitPolicy(0), noAnyPolicy(5)], [policies(ANY)]),
  ],
  [
    'a policy mapped to the signer’s',
    true,
    path([policies(Q)], [policies(P), explicitPolicy(0)], [policies(P), mapping(P, Q)]),
  ],
  [
    'a policy mapped where that is inhibited',
    false,
    path([policies(Q)], [policies(P), noMapping(0)], [policies(P), mapping(P, Q)]),
  ],
  [
    'a policy mapped where that is inhibited one certificate later',
    true,
    path([policies(Q)], [policies(P), noMapping(1)], [policies(P), mapping(P, Q)]),
  ],
  ['an explicit policy that the signer itself asks for', false, path([explicitPolicy(0)], [])],
  ['an explicit policy that the signer asks for below it', true, path([explicitPolicy(1)], [])],
  ['an explicit policy that the root alone asks for', true, pathBelow(demanding, [], [['one', []]])],
  [
    'an explicit policy below one certificate, self-issued ones not counted',
    true,
    selfIssued([], [explicitPolicy(2)], [], []),
  ],
  ['an explicit policy below none, one self-issued', false, selfIssued([], [explicitPolicy(0)], [], [])],
  [
    'any policy in a self-issued authority, though inhibited',
    true,
    selfIssued([policies(P)], [policies(P), explicitPolicy(0), noAnyPolicy(0)], [policies(ANY)]),
  ],
  [
    'any policy of the signer, though inhibited',
    false,
    path([policies(ANY)], [policies(P), explicitPolicy(0), noAnyPolicy(0)]),
  ],
  [
    'any policy of signer and authority, though inhibited',
    false,
    path([policies(ANY)], [policies(ANY), explicitPolicy(0), noAnyPolicy(0)]),
  ],
  [
    'a policy that its authority maps away, though that is inhibited',
    false,
    path([policies(P)], [policies(P), noMapping(0)], [policies(P), mapping(P, Q)]),
  ],
  ['any policy of the signer', true, path([policies(ANY)], [policies(P), explicitPolicy(0)])],
  [
    'any policy mapped to the signer’s',
    true,
    path([policies(Q)], [policies(ANY), explicitPolicy(0), mapping(P, Q)]),
  ],
  ['one of two policies the same in both', true, path([policies(Q, P)], [policies(P), explicitPolicy(0)])],
  [
    'a policy mapped to another than the signer’s',
    false,
    path([policies(P)], [policies(P), explicitPolicy(0)], [policies(P), mapping(P, Q)]),
  ],
  [
    'a policy mapped while that is not yet inhibited',
    true,
    path([policies(Q)], [policies(P), noMapping(1), mapping(P, Q)]),
  ],
  ['an explicit policy below the next certificate', false, path([], [policies(P), explicitPolicy(1)])],
  [
    'a policy mapped where that is inhibited from there on',
    false,
    path([policies(Q)], [policies(P), noMapping(1)], [policies(P)], [policies(P), mapping(P, Q)]),
  ],
  [
    'any policy where that is inhibited from there on',
    false,
    path([policies(P)], [policies(P), explicitPolicy(0), noAnyPolicy(1)], [policies(P)], [policies(ANY)]),
  ],
  [
    'any policy of a self-issued signer, though inhibited',
    false,
    pathBelow(root, [policies(ANY)], [['Dev', [policies(P), explicitPolicy(0), noAnyPolicy(0)]]]),
  ],
];
