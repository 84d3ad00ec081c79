import { each, THINGS } from './each.js';

const UNKNOWN = 'has the unknown field {"name"}';
const KEYS_ELSEWHERE =
  '(keys, e-mail addresses and other claims are for .waxseal.yaml, the policy of a repository)';
const REPOSITORYS =
  'that is the format of .waxseal.yaml, the policy of a repository; your own list has the key identities alone, a list of issuer and subject';
const OWN =
  'that is the format of your own list of signers (waxseal.policy); .waxseal.yaml has signers, a name for each, and rules';

/** What is said of a field that policies do not have. */
export const UNKNOWN_FIELD_SENTENCES = {
  ...each('other-format', THINGS, (thing) => `${thing} ${UNKNOWN}: ${OWN}`),
  ...each('near', THINGS, (thing) => `${thing} ${UNKNOWN}; did you mean {"near"}?`),
  ...each('known', THINGS, (thing) => `${thing} ${UNKNOWN}; known are {known}`),
  own: `{source} ${UNKNOWN}; known is identities`,
  'own.other-format': `{source} ${UNKNOWN}: ${REPOSITORYS}`,
  identity: `{source}: identity {number} ${UNKNOWN}; known are {known} ${KEYS_ELSEWHERE}`,
} as const;

const { signer, revocation } = THINGS;

/** What is said of a field that must be there. */
export const MISSING_FIELD_SENTENCES = {
  signers: 'signers is missing: describe who signs',
  rules: 'rules is missing: say who may sign what',
  'no-signers': 'signers is empty: nobody could sign',
  list: '{field} is empty',
  'rule.signers': '{rule} has no signers: say who may sign',
  'signer.empty': `${signer} has no identity and no key`,
  'signer.issuer': `${signer} has neither issuer nor issuerRegExp: a subject means nothing without who vouches for it`,
  'signer.subject': `${signer} has neither subject nor subjectRegExp`,
  ...each(
    'way',
    { signer, revocation },
    (thing) => `${thing} has no identity (issuer and subject) and no key (ssh, openpgp)`,
  ),
  'exception.objects': 'objects is missing: name the objects by their ids',
  'exception.reason': 'reason is missing: say why these objects may pass',
  'exception.until': 'until is missing: an exception ends, e.g. 2027-01-31',
  'revocation.since': 'since is missing: say from which date or commit on',
  'revocation.reason': 'reason is missing: say why',
  identity: '{source}: identity {number} has neither {field} nor {field}RegExp',
  flag: '--{flag} or --{flag}-regexp must be given too',
} as const;
