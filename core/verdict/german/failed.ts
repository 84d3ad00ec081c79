import type { FailedReason } from '../../codes/index.js';
import type { ReasonHelp } from '../reason-help/types.js';
import { GERMAN_FAILED_KEYS } from './failed-keys.js';

const CHANGED =
  'das Objekt oder seine Signatur wurde nach dem Signieren verändert: noch einmal von der Quelle holen';
const NOT_TOGETHER =
  'Datei und Bundle angeben, die zusammengehören, und den richtigen --key, wo einer nötig ist; sonst nicht annehmen';
const OF_ANOTHER_IMAGE =
  'nicht annehmen, jedenfalls nicht deswegen: das gilt einem anderen Image und wurde an dieses angehängt';
const NOT_WITH_THIS_KEY =
  'den Schlüssel (--key) und den Hash (--signature-digest-algorithm) angeben, mit denen signiert wurde; sonst nicht annehmen';
const DAMAGED = 'die Signatur ist beschädigt oder gefälscht: das Objekt neu signieren lassen';
const NOT_FOR_SIGNING =
  'nicht annehmen: keine ordentliche Zertifizierungsstelle stellt solche Zertifikate zum Signieren aus';
const FORGED_LOG = 'nicht annehmen: das sagt ein Log nicht über eine ordentliche Signatur';
const BUNDLE_AGAIN = 'das Bundle noch einmal von seiner Quelle holen';

/** The evidence is there and wrong, in German. */
export const GERMAN_FAILED: Readonly<Record<FailedReason, ReasonHelp>> = {
  ...GERMAN_FAILED_KEYS,
  OBJECT_MALFORMED: {
    title: 'Das Objekt ist kein korrekt aufgebauter Commit und kein korrekt aufgebautes Tag',
    todo: 'git fsck sagt, was falsch ist; das Objekt noch einmal von der Quelle holen',
  },
  UNSIGNED_TEXT: {
    title: 'Das Objekt enthält Text, den seine Signatur nicht abdeckt',
    todo: 'nicht annehmen: das Objekt wurde nach dem Signieren verändert; noch einmal von der Quelle holen',
  },
  DUPLICATE_SIGNATURE_HEADER: {
    title: 'Der Commit hat mehr als einen Signatur-Header',
    todo: 'nicht annehmen: welche der Signaturen geprüft wird, ist von Programm zu Programm verschieden',
  },
  ARMOR_MALFORMED: { title: 'Die Textform der Signatur (Armor) ist fehlerhaft aufgebaut', todo: DAMAGED },
  CMS_MALFORMED: { title: 'Die Signatur ist kein korrekt aufgebautes CMS', todo: DAMAGED },
  CMS_TRAILING_DATA: { title: 'Nach der Signatur folgen weitere Daten', todo: DAMAGED },
  CMS_NOT_DETACHED: { title: 'Die Signatur bringt ihren eigenen Inhalt mit', todo: DAMAGED },
  CMS_SIGNER_COUNT: { title: 'Die Signatur stammt nicht von genau einer Person', todo: DAMAGED },
  CMS_SIGNER_CERTIFICATE_MISSING: {
    title: 'In der Signatur fehlt das Zertifikat zu ihrem Schlüssel',
    todo: DAMAGED,
  },
  CMS_ATTRIBUTE_DUPLICATE: { title: 'Die Signatur nennt ein Attribut zweimal', todo: DAMAGED },
  CMS_CONTENT_TYPE_WRONG: { title: 'Die Signatur gilt einer anderen Art von Inhalt', todo: DAMAGED },
  BUNDLE_MALFORMED: { title: 'Das Bundle ist fehlerhaft aufgebaut', todo: BUNDLE_AGAIN },
  ATTACHMENT_MALFORMED: {
    title: 'Was an das Image angehängt ist, ist keine korrekt aufgebaute Signatur oder Attestierung',
    todo: 'das Image mit einem aktuellen cosign neu signieren lassen; es nicht deswegen annehmen',
  },
  STATEMENT_MALFORMED: {
    title: 'Die Attestierung ist kein korrekt aufgebautes in-toto-Statement',
    todo: BUNDLE_AGAIN,
  },
  STATEMENT_SUBJECT_MISMATCH: {
    title: 'Die Attestierung gilt anderen Dateien',
    todo: 'das Bundle angeben, das zu dieser Datei gehört',
    of: { image: OF_ANOTHER_IMAGE },
  },
  DIGEST_ALGORITHM_WEAK: {
    title: 'Die Signatur beruht auf einem gebrochenen Digest-Algorithmus',
    todo: 'das Objekt mit SHA-256 oder besser neu signieren lassen',
  },
  PAYLOAD_DIGEST_MISMATCH: {
    title: 'Das ist nicht das Objekt, das signiert wurde',
    todo: CHANGED,
    of: { blob: NOT_TOGETHER, image: OF_ANOTHER_IMAGE },
  },
  SIGNATURE_WRONG: {
    title: 'Die Signatur passt nicht zum Schlüssel',
    todo: CHANGED,
    of: { blob: NOT_TOGETHER, image: NOT_WITH_THIS_KEY },
  },
  PUBLIC_KEY_NOT_EXPECTED: {
    title: 'Das Bundle ist mit einem Zertifikat signiert, nicht mit einem bloßen Schlüssel',
    todo: '--key weglassen und angeben, wer signieren darf (--certificate-identity, --certificate-oidc-issuer)',
  },
  LOG_ENTRY_MALFORMED: { title: 'Der Logeintrag ist fehlerhaft aufgebaut', todo: DAMAGED },
  LOG_ENTRY_KIND_UNSUPPORTED: { title: 'Der Logeintrag ist von anderer Art', todo: DAMAGED },
  LOG_ENTRY_DIGEST_MISMATCH: { title: 'Der Logeintrag gilt einem anderen Objekt', todo: FORGED_LOG },
  LOG_ENTRY_SIGNATURE_MISMATCH: { title: 'Der Logeintrag gilt einer anderen Signatur', todo: FORGED_LOG },
  LOG_ENTRY_CERTIFICATE_MISMATCH: { title: 'Der Logeintrag nennt ein anderes Zertifikat', todo: FORGED_LOG },
  LOG_ENTRY_KEY_MISMATCH: { title: 'Der Logeintrag nennt einen anderen Schlüssel', todo: FORGED_LOG },
  LOG_OUTSIDE_VALIDITY: {
    title: 'Der Eintrag ist aus einer Zeit, in der dem Log nicht vertraut wurde',
    todo: FORGED_LOG,
  },
  SET_WRONG: { title: 'Die Zusage des Logs (SET) ist falsch', todo: FORGED_LOG },
  INCLUSION_PROOF_WRONG: { title: 'Der Beweis, dass der Eintrag im Log ist, ist falsch', todo: FORGED_LOG },
  CHECKPOINT_MALFORMED: { title: 'Der Checkpoint des Logs ist fehlerhaft aufgebaut', todo: FORGED_LOG },
  CHECKPOINT_SIGNATURE_WRONG: { title: 'Das Log hat diesen Checkpoint nicht signiert', todo: FORGED_LOG },
  CHECKPOINT_ORIGIN_WRONG: { title: 'Der Checkpoint stammt von einem anderen Log', todo: FORGED_LOG },
  CHECKPOINT_ROOT_MISMATCH: {
    title: 'Checkpoint und Inklusionsbeweis gehören zu verschiedenen Bäumen',
    todo: FORGED_LOG,
  },
  TIMESTAMP_MALFORMED: { title: 'Der Zeitstempel ist fehlerhaft aufgebaut', todo: DAMAGED },
  TIMESTAMP_IMPRINT_MISMATCH: { title: 'Der Zeitstempel gilt einer anderen Signatur', todo: DAMAGED },
  TIMESTAMP_SIGNATURE_WRONG: {
    title: 'Der Zeitstempel stammt nicht von der Zeitstempel-Autorität',
    todo: DAMAGED,
  },
  TIMESTAMP_CERTIFICATE: { title: 'Das Zertifikat ist nicht für Zeitstempel zugelassen', todo: DAMAGED },
  TIME_OUTSIDE_CERTIFICATE: {
    title: 'Signiert wurde, als das Zertifikat nicht gültig war',
    todo: 'nicht annehmen: außerhalb dieser Zeit kann der Schlüssel in beliebigen Händen sein; das Objekt neu signieren lassen',
  },
  CERTIFICATE_MALFORMED: { title: 'Das Zertifikat ist fehlerhaft aufgebaut', todo: NOT_FOR_SIGNING },
  CERTIFICATE_IS_CA: {
    title: 'Das Zertifikat gehört einer Zertifizierungsstelle und nicht dem, der signiert hat',
    todo: NOT_FOR_SIGNING,
  },
  CERTIFICATE_KEY_USAGE: { title: 'Das Zertifikat ist nicht für Signaturen', todo: NOT_FOR_SIGNING },
  CERTIFICATE_NOT_CODE_SIGNING: {
    title: 'Das Zertifikat ist nicht zum Signieren von Code',
    todo: NOT_FOR_SIGNING,
  },
  CERTIFICATE_CRITICAL_EXTENSION: {
    title: 'Das Zertifikat verlangt etwas, das Waxseal nicht kennt',
    todo: NOT_FOR_SIGNING,
  },
  CERTIFICATE_SAN_COUNT: {
    title: 'Das Zertifikat nennt nicht genau eine Identität (SAN)',
    todo: NOT_FOR_SIGNING,
  },
  CERTIFICATE_SAN_UNSUPPORTED: {
    title: 'Das Zertifikat nennt seine Identität (SAN) in einer unbekannten Form',
    todo: NOT_FOR_SIGNING,
  },
  CERTIFICATE_KEY_UNSUPPORTED: {
    title: 'Der Schlüssel des Zertifikats wird nicht unterstützt',
    todo: 'das Objekt mit einem Schlüssel einer unterstützten Art neu signieren lassen: die Einzelheiten nennen den verwendeten',
  },
  CHAIN_SIGNATURE_WRONG: {
    title: 'Die Zertifizierungsstelle hat dieses Zertifikat nicht ausgestellt',
    todo: NOT_FOR_SIGNING,
  },
  CHAIN_CONSTRAINT: {
    title: 'Die Zertifizierungsstelle darf ein solches Zertifikat nicht ausstellen',
    todo: NOT_FOR_SIGNING,
  },
  CHAIN_NOT_VALID_AT_TIME: {
    title: 'Ein Zertifikat der Kette war zu dieser Zeit nicht gültig',
    todo: 'nicht annehmen; das Objekt neu signieren lassen',
  },
  SCT_MALFORMED: { title: 'Der SCT im Zertifikat ist fehlerhaft aufgebaut', todo: NOT_FOR_SIGNING },
  SCT_SIGNATURE_WRONG: {
    title: 'Das CT-Log hat diesen SCT nicht für dieses Zertifikat ausgestellt',
    todo: NOT_FOR_SIGNING,
  },
  SCT_OUTSIDE_LOG_VALIDITY: {
    title: 'Der SCT ist aus einer Zeit, in der dem CT-Log nicht vertraut wurde',
    todo: NOT_FOR_SIGNING,
  },
};
