import { formatTime } from '../encoding/index.js';
import { meansSigner } from '../signer-policy/allows-signer.js';
import type { SignerField } from '../signer-policy/types.js';
import { Work } from '../signer-policy/work.js';
import type { Verdict } from '../verdict/index.js';
import type { ObjectFacts } from './facts.js';
import type { PolicySigner, RepositoryPolicy, Revocation, SignerWay } from './types.js';

function isWay(way: SignerWay, verdict: Verdict, work: Work): boolean {
  work.spend(1);
  switch (way.kind) {
    case 'identity':
      // Only Fulcio says whom an issuer vouched for. In other kinds of signatures, the signer chooses the name.
      return (
        verdict.signature === 'sigstore' &&
        verdict.signer !== undefined &&
        meansSigner(way.rule, verdict.signer, work)
      );
    case 'ssh':
      return verdict.signature === 'ssh' && way.fingerprint === verdict.key;
    case 'openpgp':
      return verdict.signature === 'openpgp' && [verdict.key, verdict.primaryKey].includes(way.fingerprint);
  }
}

/** The signers that a policy means, kept by the facts of a signature: most commits of a history are by few people. */
class Meant {
  readonly #known = new Map<string, readonly PolicySigner[]>();
  readonly #fields: readonly SignerField[];

  constructor(private readonly policy: RepositoryPolicy) {
    const ways = [...policy.signers.values()].flatMap((signer) => signer.ways);
    const asked = ways.flatMap((way) => (way.kind === 'identity' ? way.rule.matches : []));
    this.#fields = [...new Set(asked.map(({ field }) => field))];
  }

  by(verdict: Verdict): readonly PolicySigner[] {
    const { signature, signer, key, primaryKey } = verdict;
    const values = this.#fields.map((field) =>
      field === 'issuer' || field === 'subject' ? signer?.[field] : signer?.claims[field],
    );
    const asked = JSON.stringify([signature, signer?.scheme, key, primaryKey, ...values]);
    let meant = this.#known.get(asked);
    if (!meant) {
      const work = new Work('finding the signer among those of the policy');
      meant = [...this.policy.signers.values()].filter(({ ways }) =>
        ways.some((way) => isWay(way, verdict, work)),
      );
      if (this.#known.size >= MOST_KNOWN) this.#known.clear();
      this.#known.set(asked, meant);
    }
    return meant;
  }
}

const MOST_KNOWN = 1000;
const MEANT = new WeakMap<RepositoryPolicy, Meant>();

/**
 * The signers of the policy that may have made a signature. One identity may match several.
 * @throws PolicyLimitError when this takes too much work
 */
export function signersMeant(policy: RepositoryPolicy, verdict: Verdict): readonly PolicySigner[] {
  let meant = MEANT.get(policy);
  if (!meant) {
    meant = new Meant(policy);
    MEANT.set(policy, meant);
  }
  return meant.by(verdict);
}

async function isStillTrusted(
  { since }: Revocation,
  object: ObjectFacts,
  verdict: Verdict,
  next: readonly string[],
): Promise<boolean> {
  if (since.kind === 'date') {
    const { signedAt } = verdict;
    // The age of a certificate (its SCT) is not the age of the signature: the key may have been used later.
    const isProven = signedAt?.source === 'rekor' || signedAt?.source === 'timestamp';
    return isProven && signedAt.time < since.time;
  }
  // A tag for the oldest commit can be made today.
  return object.type === 'commit' && (await object.isBefore(since.id, next)) === true;
}

function words({ since, reason }: Revocation, who: string): string {
  const from =
    since.kind === 'date' ? formatTime(since.time).slice(0, 10) : `commit ${since.id.slice(0, 12)}`;
  return `${who} is no longer trusted from ${from} on: ${reason}`;
}

/**
 * What the policy's first revocation of this signer says; undefined when there is none, or the object is older. A revoked
 * signer is refused also under every other name that the policy has for the same identity.
 * @throws PolicyLimitError when this takes too much work
 */
export async function revokedText(
  policy: RepositoryPolicy,
  meant: readonly PolicySigner[],
  object: ObjectFacts,
  verdict: Verdict,
): Promise<string | undefined> {
  const work = new Work('finding the signer among those who are revoked');
  const names = new Set(meant.map(({ name }) => name));
  const hits = policy.revoked.filter(({ who }) =>
    typeof who === 'string' ? names.has(who) : who.ways.some((way) => isWay(way, verdict, work)),
  );
  const commits = hits.flatMap(({ since }) => (since.kind === 'commit' ? [since.id] : []));
  for (const revocation of hits) {
    const { who } = revocation;
    if (!(await isStillTrusted(revocation, object, verdict, commits)))
      return words(revocation, typeof who === 'string' ? who : who.shown);
  }
  return undefined;
}

function sameAddress(a: string, b: string): boolean {
  const [cutA, cutB] = [a.lastIndexOf('@') + 1, b.lastIndexOf('@') + 1];
  // Only ASCII letters: toLowerCase would also turn the Kelvin sign into a k.
  const caseless = (host: string) => host.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return a.slice(0, cutA) === b.slice(0, cutB) && caseless(a.slice(cutA)) === caseless(b.slice(cutB));
}

/** Whether an address belongs to a signer: it is their e-mail identity, or the policy lists it. Case does not matter in domains. */
export function writesAs(signer: PolicySigner, verdict: Verdict, address: string | undefined): boolean {
  if (address === undefined) return false;
  const own =
    verdict.signature === 'sigstore' && verdict.signer?.subjectType === 'email'
      ? [verdict.signer.subject]
      : [];
  return [...own, ...signer.emails].some((known) => sameAddress(known, address));
}
