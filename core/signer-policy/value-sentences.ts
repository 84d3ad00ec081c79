import { each, TEXTS, THINGS } from './each.js';

const PATTERN = '{field}: {"pattern"}: ';

const OF_PATTERNS = {
  'pattern.long': `${PATTERN}the pattern is longer than {most} characters`,
  'pattern.absolute': `${PATTERN}paths are relative to the top: write {better}`,
  'pattern.negated': `${PATTERN}a pattern cannot be negated: put a rule for it above this one`,
  'pattern.folder': `${PATTERN}a pattern is for names, not folders: write {better}`,
  'pattern.no-name': `${PATTERN}no name looks like this`,
  'pattern.three-stars': `${PATTERN}three stars mean nothing: ** is everything below`,
  'pattern.class': `${PATTERN}only *, ** and ? have a meaning here: no [..], {..} or \\`,
  'pattern.whole-ref': `${PATTERN}write {better} without refs/heads/ or refs/tags/`,
} as const;

const OF_TEXTS = {
  ...each('no-mapping', THINGS, (thing) => `${thing} must be a mapping (name: value)`),
  ...each('no-text', TEXTS, (text) => `${text} must be a text`),
  ...each('boolean', TEXTS, (text) => `${text} must be a text: write it in quotes`),
  ...each(
    'literal-block',
    TEXTS,
    (text) => `${text} ends with a line break, which | keeps: write it on one line, or use |-`,
  ),
  ...each(
    'folded-block',
    TEXTS,
    (text) => `${text} ends with a line break, which > keeps: write it on one line, or use >-`,
  ),
  ...each('white-space', TEXTS, (text) => `${text} begins or ends with white space`),
  ...each('control', TEXTS, (text) => `${text} has a line break or another control character`),
  twice: '{field} names {"text"} twice',
} as const;

/** Of the user's own list. */
const OF_IDENTITIES = {
  'own.no-mapping': '{source} is not a mapping with the key identities',
  'own.no-list': '{source}: identities is not a list',
  'identity.no-mapping': '{source}: identity {number} is not a mapping of {known}',
  'identity.no-text': '{source}: identity {number}: {field} is not a text',
  'identity.white-space':
    '{source}: identity {number}: {field} begins or ends with white space and would never match',
} as const;

/** What is said of a value that its field cannot have. */
export const VALUE_SENTENCES = {
  ...OF_TEXTS,
  ...OF_PATTERNS,
  ...OF_IDENTITIES,
  empty: '{source} is empty',
  version: 'version must be 1: this program knows no other',
  'signer-name': 'signer {"signer"}: choose a short name of letters, digits and . _ @ + -',
  'same-rule-name': 'two rules are called {"rule"}',
  'tag-paths': 'a tag has no paths: make two rules',
  'signer-is': 'signerIs must be {known}',
  'signer-is.near': 'signerIs must be {known}; did you mean {"near"}?',
  'commit-id': '{field} must be a whole commit id (git rev-parse REV)',
  'object-ids': 'objects must be whole object ids (git rev-parse REV)',
  until: 'until must be a date: 2027-01-31 or 2027-01-31T12:00:00Z',
  since: 'since must be a date (2026-03-01) or a whole commit id',
  'value-and-expression': '{field} and {field}RegExp say the same twice: keep one',
  ssh: 'ssh must be SHA256:… (ssh-keygen -lf KEY.pub) or a line of a .pub file',
  openpgp: 'openpgp must be a fingerprint of 40 or 64 hexadecimal digits (gpg --fingerprint)',
  'openpgp.key-id':
    'openpgp must be the whole fingerprint (gpg --fingerprint): anybody can make a key with this key id',
} as const;
