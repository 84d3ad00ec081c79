import type { RuleSentences, Sentences } from '../finding/index.js';
import type { PolicyErrorCode } from './error.js';

function sentence(title: string, remedy: string): RuleSentences {
  return { title, says: '{message}', remedy };
}

const POLICY_PAGE = 'docs/policy.md says what a policy can say';

const EN: Readonly<Record<PolicyErrorCode, RuleSentences>> = {
  POLICY_SYNTAX: sentence('the file is not YAML as policies use it', 'write it as docs/policy.md shows'),
  POLICY_TOO_LARGE: sentence('the policy is larger than one may be', 'make it smaller, or split it'),
  POLICY_UNKNOWN_FIELD: sentence('a field that policies do not have', POLICY_PAGE),
  POLICY_MISSING_FIELD: sentence('a field that must be there is missing', POLICY_PAGE),
  POLICY_BAD_VALUE: sentence('a value that its field cannot have', POLICY_PAGE),
  POLICY_BAD_REGEXP: sentence('an expression that RE2 does not take', 'write it in the syntax of RE2'),
  POLICY_UNANCHORED: sentence(
    'an expression that looks as if a part of the value were enough',
    'an expression must match the whole value: write what may stand before and after it',
  ),
  POLICY_UNKNOWN_SIGNER: sentence('a signer that the policy does not name', 'add them to signers'),
  POLICY_UNREACHABLE_RULE: sentence('a rule that another one decides before', 'move it up, or take it away'),
  POLICY_WITHOUT_EFFECT: sentence('something that changes no answer', 'take it away, or mend it'),
  POLICY_EXPIRED: sentence('something that is over', 'take it away, or give it a new end'),
};

/** What is said of the mistakes of a policy; the message of each names what stands there. */
export const POLICY_SENTENCES: Sentences = { en: EN };
