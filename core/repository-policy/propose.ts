import { harmless } from '../harmless/index.js';
import { isSound, type Verdict } from '../verdict/index.js';

/** How a proposed policy describes a signer: fields and values in their order. */
interface Proposed {
  readonly suggested: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  count: number;
}

const FULL_FINGERPRINT = /^(?:[0-9A-F]{40}|[0-9A-F]{64})$/;

/** How much of an identity is searched for a name: a certificate may have an identity of sixty thousand characters. */
const LONGEST_LOOK = 200;

/** Words that YAML does not read as text, so they cannot be in a list of names. */
const NOT_TEXT = /^(?:[0-9.]+|true|false|null)$/i;

/**
 * A name for a signer, made from their identity: letters, digits and few signs; never empty, and never the name that means
 * nobody.
 */
function nameFrom(text: string): string {
  const name = text
    .slice(0, LONGEST_LOOK)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|-+$/g, '')
    .slice(0, 40);
  if (name === '' || name === 'nobody') return 'signer';
  return NOT_TEXT.test(name) ? `s${name}` : name;
}

/** Identities are proposed exactly as they signed. The workflow of another branch is another file, which anybody may write. */
function identity({ signer }: Verdict): Pick<Proposed, 'suggested' | 'fields'> | undefined {
  if (!signer) return undefined;
  const { subject, issuer } = signer;
  const [before = subject] = subject.split('@');
  const called = /\/([^/]+?)(?:\.ya?ml)?$/.exec(before.slice(-LONGEST_LOOK))?.[1] ?? before;
  const fields = [
    ['issuer', issuer],
    ['subject', subject],
  ] as const;
  return { suggested: nameFrom(called), fields };
}

function proposalFor(verdict: Verdict): Pick<Proposed, 'suggested' | 'fields'> | undefined {
  const { signature, key, primaryKey, signer } = verdict;
  switch (signature) {
    case 'sigstore':
      return identity(verdict);
    case 'ssh':
      return key?.startsWith('SHA256:')
        ? { suggested: nameFrom(`ssh-${key.slice(7, 13)}`), fields: [['ssh', key]] }
        : undefined;
    case 'openpgp': {
      const fingerprint = [primaryKey, key].find((one) => one !== undefined && FULL_FINGERPRINT.test(one));
      if (fingerprint === undefined) return undefined;
      const called = signer?.subject.replace(/<.*$/, '').trim().toLowerCase();
      return {
        suggested: nameFrom(called || `openpgp-${fingerprint.slice(-8)}`),
        fields: [['openpgp', fingerprint]],
      };
    }
    default:
      return undefined;
  }
}

/** A YAML scalar that reads back as this text. */
function scalar(text: string): string {
  const plain = /^[A-Za-z](?:[A-Za-z0-9@._/+-]|:(?! ))*[A-Za-z0-9]$/.test(text);
  const word = /^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return plain && !word ? text : `'${text.replaceAll("'", "''")}'`;
}

function writable(fields: Proposed['fields']): boolean {
  return fields.every(([, value]) => value.trim() === value && value !== '' && harmless(value) === value);
}

/** Makes a policy from the signatures of a history. Only signers with sound signatures are proposed. */
export class Proposal {
  readonly #found = new Map<string, Proposed>();
  readonly #unwritable = new Set<string>();
  #objects = 0;
  #unsigned = 0;
  #unproven = 0;
  #run: string | undefined;
  #broken = false;

  /** Takes the next object, newest first. */
  add(verdict: Verdict): void {
    this.#objects++;
    const { outcome, object } = verdict;
    const proposal = isSound(outcome) ? proposalFor(verdict) : undefined;
    if (proposal === undefined) this.#broken = true;
    else if (!this.#broken) this.#run = object.id;
    if (outcome === 'unsigned') this.#unsigned++;
    else if (proposal === undefined) this.#unproven++;
    if (!proposal) return;
    if (!writable(proposal.fields)) {
      this.#unwritable.add(harmless(proposal.fields.map(([, value]) => value).join(' ')));
      return;
    }
    const key = JSON.stringify(proposal.fields);
    const known = this.#found.get(key) ?? { ...proposal, count: 0 };
    known.count++;
    this.#found.set(key, known);
  }

  /** True when somebody can be proposed. */
  get hasSigners(): boolean {
    return this.#found.size > 0;
  }

  /** The proposed policy, with comments. `branch` is where the objects come from, for people. */
  text(branch: string): string {
    const named = this.#named();
    const lines = [
      '# Who may sign in this repository.',
      `# Proposed by waxseal from the last ${this.#objects} commits of ${harmless(branch)}: anybody who signed there is`,
      '# listed, so strike out who should not be. Then: waxseal policy check, and commit it to the default branch.',
      '# What can be said more: docs/policy.md of waxseal.',
      'signers:',
      ...named.flatMap(([name, { fields, count }]) => [
        `  ${name}: # ${count} ${count === 1 ? 'commit' : 'commits'}`,
        ...fields.map(([field, value]) => `    ${field}: ${scalar(value)}`),
      ]),
      '',
      'rules: # the first that fits decides: put narrower ones (branches, tags, paths) above',
      '  - name: everything',
      '    signers:',
      ...named.map(([name]) => `      - ${name}`),
      ...this.#sinceLines(),
      ...[...this.#unwritable].map((one) => `# Not proposed, because no policy can name it: ${one}`),
    ];
    return `${lines.join('\n')}\n`;
  }

  #named(): [string, Proposed][] {
    const names = new Set<string>();
    // The last number that was added to a name. To count from the beginning for each of many signers would take too long.
    const taken = new Map<string, number>();
    const sorted = [...this.#found.values()].sort((a, b) => b.count - a.count);
    return sorted.map((one) => {
      let name = one.suggested;
      let number = taken.get(one.suggested) ?? 1;
      while (names.has(name)) name = `${one.suggested}-${++number}`;
      taken.set(one.suggested, number);
      names.add(name);
      return [name, one];
    });
  }

  #sinceLines(): string[] {
    if (this.#unsigned + this.#unproven === 0) return [];
    const counts = `${this.#unsigned} were not signed and ${this.#unproven} could not be verified`;
    return this.#run === undefined
      ? [
          '',
          `# Of these, ${counts}, the newest too: once a signed commit is there, add its id.`,
          '# requiredSince:',
        ]
      : [
          '',
          `# Of these, ${counts}. Commits before this one need no signature:`,
          `requiredSince: ${this.#run}`,
        ];
  }
}
