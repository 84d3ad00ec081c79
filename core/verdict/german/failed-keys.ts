import type { FAILED_KEY_HELP } from '../reason-help/failed-keys.js';
import type { ReasonHelp } from '../reason-help/types.js';

const AGAIN = 'die Signatur ist beschädigt oder gefälscht: das Objekt neu signieren lassen';
const STOLEN = 'nicht annehmen: der Schlüssel kann in fremden Händen sein; bei seinem Besitzer nachfragen';

/** Faults of signatures made with long-lived SSH and OpenPGP keys, in German. */
export const GERMAN_FAILED_KEYS: Readonly<Record<keyof typeof FAILED_KEY_HELP, ReasonHelp>> = {
  SSH_SIGNATURE_MALFORMED: { title: 'Die SSH-Signatur ist fehlerhaft aufgebaut', todo: AGAIN },
  SSH_NAMESPACE_WRONG: {
    title: 'Die SSH-Signatur wurde für etwas anderes als git gemacht',
    todo: 'nicht annehmen: sie kann von anderswo übernommen worden sein',
  },
  SSH_KEY_WEAK: {
    title: 'Der SSH-Schlüssel ist zu schwach',
    todo: 'das Objekt mit einem Ed25519-Schlüssel neu signieren lassen, oder mit RSA ab 2048 Bit',
  },
  SSH_KEY_REVOKED: { title: 'Der SSH-Schlüssel ist widerrufen', todo: STOLEN },
  SSH_CERTIFICATE_MALFORMED: { title: 'Das SSH-Zertifikat ist fehlerhaft aufgebaut', todo: AGAIN },
  SSH_CERTIFICATE_SIGNATURE_WRONG: {
    title: 'Die SSH-Zertifizierungsstelle hat dieses Zertifikat nicht ausgestellt',
    todo: 'nicht annehmen: das Zertifikat ist gefälscht oder beschädigt',
  },
  OPENPGP_SIGNATURE_MALFORMED: { title: 'Die OpenPGP-Signatur ist fehlerhaft aufgebaut', todo: AGAIN },
  OPENPGP_SIGNATURE_COUNT: {
    title: 'Es gibt nicht genau eine OpenPGP-Signatur',
    todo: 'das Objekt mit einem einzigen Schlüssel neu signieren lassen',
  },
  OPENPGP_SIGNATURE_EXPIRED: {
    title: 'Die OpenPGP-Signatur ist abgelaufen',
    todo: 'das Objekt neu signieren lassen: beim Signieren wurde festgelegt, bis wann die Signatur gilt',
  },
  OPENPGP_KEY_REVOKED: { title: 'Der OpenPGP-Schlüssel ist widerrufen', todo: STOLEN },
};
