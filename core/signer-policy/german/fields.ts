import { each } from '../each.js';
import { THINGS } from './values.js';

const UNKNOWN = 'hat das unbekannte Feld {"name"}';
const KEYS_ELSEWHERE =
  '(Schlüssel, E-Mail-Adressen und andere Angaben gehören in .waxseal.yaml, die Richtlinie eines Repositorys)';
const REPOSITORYS =
  'das ist das Format von .waxseal.yaml, der Richtlinie eines Repositorys; Ihre eigene Liste hat nur den Schlüssel identities, eine Liste von issuer und subject';
const OWN =
  'das ist das Format Ihrer eigenen Liste (waxseal.policy); .waxseal.yaml hat signers, jeweils mit einem Namen, und rules';

/** What is said of a field that policies do not have, in German. */
export const UNKNOWN_FIELDS = {
  ...each('other-format', THINGS, (thing) => `${thing} ${UNKNOWN}: ${OWN}`),
  ...each('near', THINGS, (thing) => `${thing} ${UNKNOWN}; war {"near"} gemeint?`),
  ...each('known', THINGS, (thing) => `${thing} ${UNKNOWN}; bekannt sind {known}`),
  own: `{source} ${UNKNOWN}; bekannt ist identities`,
  'own.other-format': `{source} ${UNKNOWN}: ${REPOSITORYS}`,
  identity: `{source}: Identität {number} ${UNKNOWN}; bekannt sind {known} ${KEYS_ELSEWHERE}`,
} as const;

const { signer, revocation } = THINGS;

/** What is said of a field that must be there, in German. */
export const MISSING_FIELDS = {
  signers: 'signers fehlt: beschreiben, wer signiert',
  rules: 'rules fehlt: festlegen, wer was signieren darf',
  'no-signers': 'signers ist leer: niemand könnte signieren',
  list: '{field} ist leer',
  'rule.signers': '{rule} hat keine signers: festlegen, wer signieren darf',
  'signer.empty': `${signer} hat keine Identität und keinen Schlüssel`,
  'signer.issuer': `${signer} hat weder issuer noch issuerRegExp: ein subject bedeutet nichts, wenn nicht feststeht, wer dafür bürgt`,
  'signer.subject': `${signer} hat weder subject noch subjectRegExp`,
  ...each(
    'way',
    { signer, revocation },
    (thing) => `${thing} hat keine Identität (issuer und subject) und keinen Schlüssel (ssh, openpgp)`,
  ),
  'exception.objects': 'objects fehlt: die Objekte mit ihren IDs nennen',
  'exception.reason': 'reason fehlt: sagen, warum diese Objekte zugelassen werden',
  'exception.until': 'until fehlt: eine Ausnahme endet, zum Beispiel 2027-01-31',
  'revocation.since': 'since fehlt: sagen, ab welchem Datum oder Commit',
  'revocation.reason': 'reason fehlt: sagen, warum',
  identity: '{source}: Identität {number} hat weder {field} noch {field}RegExp',
  flag: '--{flag} oder --{flag}-regexp muss auch angegeben werden',
} as const;
