import type { NotMadeReason } from '../../codes/index.js';
import type { ReasonHelp } from '../reason-help/types.js';

const OTHER_SIGSTORE =
  'den Trusted Root aktualisieren (waxseal trust update); eine Signatur aus einem anderen Sigstore braucht dessen Trusted Root: --trusted-root FILE';
const BUNDLE_AGAIN = 'das ganze Bundle von seiner Quelle holen: in diesem fehlt ein Teil des Logeintrags';
const LEFT_OUT =
  'neu signieren lassen, mit einem Programm, das den ganzen Logeintrag in der Signatur speichert';

/** Something is missing; nothing is wrong. In German. */
export const GERMAN_NOT_MADE: Readonly<Record<NotMadeReason, ReasonHelp>> = {
  OBJECT_NOT_READ: {
    title: 'Das Objekt ist nicht hier oder zu groß zum Lesen',
    todo: 'das Objekt holen: in einem flachen oder partiellen Klon fehlen Objekte (git fetch --unshallow, git fetch --refetch)',
  },
  ALGORITHM_NOT_SUPPORTED: {
    title: 'Verwendet wird ein Algorithmus, den Waxseal nicht prüft',
    todo: 'ein neueres Waxseal verwenden oder mit einem aktuellen Algorithmus neu signieren lassen; der Name der Prüfung sagt, wo er verwendet wird',
  },
  CHAIN_NO_TRUSTED_AUTHORITY: {
    title: 'Keine vertrauenswürdige Zertifizierungsstelle hat das Zertifikat ausgestellt',
    todo: OTHER_SIGSTORE,
    of: {
      x509: 'in waxseal.x509Roots das Wurzelzertifikat einer Zertifizierungsstelle nennen, der Sie vertrauen',
    },
  },
  SCT_MISSING: {
    title: 'Kein CT-Log bürgt für das Zertifikat',
    todo: 'das Objekt neu signieren lassen: Zertifikate von vor Juni 2022, oder von einem Fulcio ohne CT-Log, enthalten keinen SCT',
  },
  SCT_LOG_UNKNOWN: { title: 'Das CT-Log steht nicht im Trusted Root', todo: OTHER_SIGSTORE },
  LOG_ENTRY_NOT_EMBEDDED: {
    title: 'Die Signatur enthält ihren Logeintrag nicht',
    todo: 'der Logeintrag lässt sich nachschlagen: waxseal verify --online oder git config waxseal.verifyOnline true',
  },
  LOG_ENTRY_NOT_FOUND: {
    title: 'Das Log wurde gefragt und hat keinen solchen Eintrag',
    todo: 'nachsehen, ob es das Log ist, das beim Signieren verwendet wurde (waxseal.rekor); ohne Eintrag das Objekt neu signieren lassen',
  },
  LOG_LOOKUP_FAILED: {
    title: 'Das Log konnte nicht gefragt werden',
    todo: 'noch einmal versuchen, wenn das Netz und das Log erreichbar sind; die Einzelheiten sagen, was fehlschlug',
  },
  LOG_UNKNOWN: { title: 'Das Log steht nicht im Trusted Root', todo: OTHER_SIGSTORE },
  SET_MISSING: {
    title: 'Im Logeintrag fehlt die signierte Zusage des Logs (SET)',
    todo: LEFT_OUT,
    of: { blob: BUNDLE_AGAIN },
  },
  INCLUSION_PROOF_MISSING: {
    title: 'Im Logeintrag fehlt der Beweis, dass er im Log ist',
    todo: LEFT_OUT,
    of: { blob: BUNDLE_AGAIN },
  },
  TIMESTAMP_AUTHORITY_UNKNOWN: {
    title: 'Die Zeitstempel-Autorität steht nicht im Trusted Root',
    todo: OTHER_SIGSTORE,
    of: {
      x509: 'in waxseal.x509Roots das Wurzelzertifikat der Zeitstempel-Autorität nennen, wenn Sie ihr vertrauen',
    },
  },
  TIME_NOT_PROVEN: {
    title: 'Nichts beweist, wann signiert wurde',
    todo: 'neu signieren lassen, mit einem Log, das die Zeit nennt (Rekor v1), oder mit einer Zeitstempel-Autorität (waxseal.timestampServerURL)',
    of: {
      x509: 'neu signieren lassen, solange das Zertifikat gültig ist, mit einem Zeitstempel nach RFC 3161, denn der bleibt gültig; die Uhr dieses Rechners prüfen',
    },
  },
  SIGNER_NOT_STATED: {
    title: 'Niemand hat festgelegt, ob diese Person signieren darf',
    todo: 'festlegen, wer signieren darf (.waxseal.yaml oder verify --certificate-identity, --certificate-oidc-issuer), oder alle zulassen (--any-signer)',
    of: {
      blob: 'festlegen, wer signieren darf (--certificate-identity, --certificate-oidc-issuer), oder alle zulassen (--any-signer)',
      image:
        'festlegen, wer signieren darf (--certificate-identity, --certificate-oidc-issuer, --key), oder alle zulassen (--any-signer)',
      ssh: 'den Schlüssel in die Datei von gpg.ssh.allowedSignersFile eintragen oder alle zulassen (--any-signer)',
      openpgp:
        'dem Schlüssel das Vertrauen aussprechen (gpg --edit-key KEY trust) oder alle zulassen (--any-signer)',
      x509: 'in waxseal.x509Roots das Wurzelzertifikat einer Zertifizierungsstelle nennen, der Sie vertrauen, oder alle zulassen (--any-signer)',
    },
  },
  POLICY_CANNOT_ANSWER: {
    title: 'Die Richtlinie hat eine Regel für dieses Objekt, aber sie lässt sich nicht anwenden',
    todo: 'waxseal policy explain REV sagt, warum: Fehlendes holen (git fetch --unshallow), --branch NAME angeben oder die Regeln ändern lassen',
  },
  SSH_ALLOWED_SIGNERS_TOO_LARGE: {
    title: 'Den Schlüssel mit der Datei der erlaubten Schlüssel zu vergleichen, ist zu aufwendig',
    todo: 'die Datei von gpg.ssh.allowedSignersFile kürzen: weniger Zeilen, oder weniger Namen und Muster in den Zeilen für diesen Schlüssel',
  },
  SSH_ALLOWED_SIGNERS_UNREADABLE: {
    title: 'Die Datei der erlaubten Schlüssel ist nicht lesbar',
    todo: 'gpg.ssh.allowedSignersFile berichtigen oder entfernen',
  },
  SSH_REVOCATION_UNREADABLE: {
    title: 'Die Liste der widerrufenen SSH-Schlüssel ist nicht lesbar',
    todo: 'gpg.ssh.revocationFile berichtigen oder entfernen',
  },
  OPENPGP_NO_PROGRAM: {
    title: 'Es gibt kein gpg, um OpenPGP-Signaturen zu prüfen',
    todo: 'GnuPG installieren oder mit git config --global gpg.program nennen',
  },
  OPENPGP_CHECK_FAILED: {
    title: 'gpg gab keine Antwort',
    todo: 'git verify-commit mit demselben Objekt ausführen und nachsehen, was gpg sagt',
    of: { tag: 'git verify-tag mit demselben Tag ausführen und nachsehen, was gpg sagt' },
  },
  OPENPGP_KEY_MISSING: {
    title: 'Der OpenPGP-Schlüssel ist nicht in Ihrem Schlüsselbund',
    todo: 'den Schlüssel von seinem Besitzer holen und importieren: gpg --import FILE',
  },
  OPENPGP_KEY_EXPIRED: {
    title: 'Der OpenPGP-Schlüssel ist abgelaufen',
    todo: 'den Schlüssel noch einmal von seinem Besitzer holen, der ihn verlängert haben kann: gpg --refresh-keys KEY',
  },
  DIGEST_ALGORITHM_OUTDATED: {
    title: 'Dem Digest-Algorithmus wird für Signaturen nicht mehr vertraut',
    todo: 'das Objekt mit SHA-256 oder besser neu signieren lassen',
  },
  BUNDLE_VERSION_NOT_SUPPORTED: {
    title: 'Die Version des Bundles ist nicht bekannt',
    todo: 'ein neueres Waxseal verwenden oder das Bundle in Version 0.3 schreiben lassen',
  },
  PAYLOAD_TYPE_NOT_SUPPORTED: {
    title: 'Der Umschlag (DSSE) enthält etwas anderes als ein in-toto-Statement',
    todo: 'die Datei mit ihrem eigenen Bundle prüfen, nicht mit einem über etwas anderes',
  },
  ARTIFACT_NOT_GIVEN: {
    title: 'Von der Datei ist nur ein Digest bekannt, und diese Prüfung braucht mehr',
    todo: 'die Datei selbst angeben; die Einzelheiten sagen, ob ein anderer Digest genügt',
  },
  PUBLIC_KEY_NOT_GIVEN: {
    title: 'Das Bundle ist mit einem Schlüssel signiert, der hier nicht bekannt ist',
    todo: 'den öffentlichen Schlüssel angeben, mit --key FILE',
  },
  ATTACHMENT_NOT_READ: {
    title: 'Etwas, das an das Image angehängt ist, konnte nicht gelesen werden',
    todo: 'noch einmal versuchen, oder dort nachfragen, wo die Registry betrieben wird: sie führt das Manifest auf und gibt den Inhalt nicht heraus',
  },
  LOG_ENTRY_MISSING: {
    title: 'Das Bundle enthält keinen Logeintrag',
    todo: 'die Datei mit eingeschaltetem Log neu signieren lassen',
    of: {
      image:
        'das Image mit eingeschaltetem Log neu signieren lassen; wo ein Schlüssel allein genügt, sagt das --insecure-ignore-tlog',
    },
  },
  TIMESTAMP_MISSING: {
    title: 'Die Signatur enthält keinen Zeitstempel',
    todo: 'mit einer Zeitstempel-Autorität neu signieren lassen: ohne Logeintrag beweist nur ein Zeitstempel die Zeit',
  },
  CERTIFICATE_ISSUER_MISSING: {
    title: 'Das Zertifikat sagt nicht, wer für die Identität bürgt (Issuer)',
    todo: 'mit einem Identitätsanbieter neu signieren lassen: das Profil der Zertifizierungsstelle verlangt einen Issuer',
  },
  NOT_REQUIRED: {
    title: 'Diese Zertifizierungsstelle liefert diesen Nachweis nicht',
    todo: 'nichts: der Trusted Root nennt die Zertifizierungsstelle, und ihr Profil verlangt andere Nachweise',
  },
  CHECK_WAIVED: {
    title: 'Diese Prüfung wurde durch eine Option ausgelassen',
    todo: 'die Option --insecure-ignore weglassen; mit ihr genügt nur eine Identität oder ein Schlüssel, den Sie nennen',
  },
  TAG_NAME_UNREADABLE: {
    title: 'Der Name im Tag-Objekt ist nicht lesbar',
    todo: 'git fsck sagt, was falsch ist; das Tag mit git tag -s neu anlegen lassen',
  },
  NEEDS_EARLIER_CHECK: {
    title: 'Eine frühere Prüfung blieb ohne Ergebnis',
    todo: 'die zuerst genannte Prüfung ansehen',
  },
};
