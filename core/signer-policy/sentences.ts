import type { PolicyErrorCode } from '../codes/index.js';
import type { RuleSentences, Sentences } from '../finding/index.js';
import { DOUBT_SENTENCES, EXPRESSION_SENTENCES } from './expression-sentences.js';
import { MISSING_FIELD_SENTENCES, UNKNOWN_FIELD_SENTENCES } from './field-sentences.js';
import { VALUE_SENTENCES } from './value-sentences.js';

const POLICY_PAGE = 'docs/policy.md says what a policy can say';

const EN = {
  POLICY_SYNTAX: {
    title: 'the file is not YAML as policies use it',
    remedy: 'write it as docs/policy.md shows',
    variants: {
      parser: '{words}',
      'same-key': 'Map keys must be unique',
      merge: 'merge keys (<<) are not taken: write it out',
      alias: 'aliases (*name) are not taken: write it out',
      anchor: 'anchors (&name) are not taken: write it out',
      tag: 'tags (!name) are not taken',
      'byte-order-mark': 'begins with a byte order mark: save it as UTF-8 without one',
      directive: 'directives (%) are not taken: a policy is YAML 1.2',
      'own.parser': '{place}: {words}',
      'own.alias': '{source}: aliases are not allowed',
    },
  },
  POLICY_TOO_LARGE: {
    title: 'the policy is larger than one may be',
    remedy: 'make it smaller, or split it',
    variants: {
      text: '{source} is larger than {most} characters',
      bytes: '{source} is larger than {most} bytes',
      'bytes.file': 'the policy {source} is larger than {most} bytes',
      depth: 'is nested deeper than a policy ever is',
      'own.depth': '{source} is nested deeper than a list ever is',
      items: '{field} has more than {most} items',
      members: '{field} has more than {most} members',
      identities: '{source} lists more than {most} identities',
      comparing:
        'comparing the patterns of all rules with each other takes more work than is done for one answer: use fewer or simpler patterns',
      expressions:
        'the regular expressions are too large together (more than {most} steps from the one for {field} on): name signers exactly, or use fewer repetitions',
    },
  },
  POLICY_UNKNOWN_FIELD: {
    title: 'a field that policies do not have',
    remedy: POLICY_PAGE,
    variants: UNKNOWN_FIELD_SENTENCES,
  },
  POLICY_MISSING_FIELD: {
    title: 'a field that must be there is missing',
    remedy: POLICY_PAGE,
    variants: MISSING_FIELD_SENTENCES,
  },
  POLICY_BAD_VALUE: {
    title: 'a value that its field cannot have',
    remedy: POLICY_PAGE,
    variants: VALUE_SENTENCES,
  },
  POLICY_BAD_REGEXP: {
    title: 'an expression that RE2 does not take',
    remedy: 'write it in the syntax of RE2',
    variants: EXPRESSION_SENTENCES,
  },
  POLICY_UNANCHORED: {
    title: 'an expression that looks as if a part of the value were enough',
    remedy: 'an expression must match the whole value: write what may stand before and after it',
    variants: DOUBT_SENTENCES,
  },
  POLICY_UNKNOWN_SIGNER: {
    title: 'a signer that the policy does not name',
    remedy: 'add them to signers',
    variants: {
      unknown: '{field} names {"signer"}, whom "signers" does not describe',
      near: '{field} names {"signer"}, whom "signers" does not describe; did you mean {"near"}?',
    },
  },
  POLICY_UNREACHABLE_RULE: {
    title: 'a rule that another one decides before',
    remedy: 'move it up, or take it away',
    says: '{"rule"} is never reached: {"other"} (line {line}) already decides all of it; put the narrower rule first',
  },
  POLICY_WITHOUT_EFFECT: {
    title: 'something that changes no answer',
    remedy: 'take it away, or mend it',
    variants: {
      'unused-signer': 'no rule names the signer {"signer"}',
      merges: 'merges names {"signer"}, who may not sign here: add the name to signers',
      'signer-is': 'signerIs can never hold for {"signer"}: give the addresses of this signer with emails',
      'since-date':
        'nothing proves when SSH and OpenPGP signatures were made: with a date all of them are refused; name a commit to keep older ones',
    },
  },
  POLICY_EXPIRED: {
    title: 'something that is over',
    remedy: 'take it away, or give it a new end',
    says: 'this exception ended at {until}',
  },
} as const satisfies Readonly<Record<PolicyErrorCode, RuleSentences>>;

/** Which sentence a rule has: `undefined` for a rule with one. */
export type PolicyVariant<Rule extends PolicyErrorCode> = (typeof EN)[Rule] extends {
  readonly variants: infer Variants;
}
  ? keyof Variants & string
  : undefined;

/** What is said of the mistakes of a policy, the user's own or a repository's. */
export const POLICY_SENTENCES: Sentences = { en: EN };
