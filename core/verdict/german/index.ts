import type { CheckName } from '../check-names.js';
import type { Check } from '../verdict.js';
import { GERMAN_REASONS } from './reasons.js';
import { germanFor } from './sentences.js';

export { GERMAN_REASONS } from './reasons.js';
export { germanFor } from './sentences.js';
export { GERMAN } from './words.js';

const PASSED: Readonly<Record<CheckName, string>> = {
  structure: 'die Signatur ist korrekt aufgebaut',
  'payload-digest': 'der Digest ist der des Inhalts',
  signature: 'die Signatur passt zu Inhalt und Schlüssel',
  certificate: 'das Zertifikat ist für solche Signaturen',
  chain: 'das Zertifikat stammt von einer vertrauenswürdigen Zertifizierungsstelle',
  sct: 'ein CT-Log bürgt für das Zertifikat',
  'log-entry': 'der Logeintrag gehört zu dieser Signatur',
  set: 'das Log hat den Eintrag zugesagt',
  inclusion: 'der Eintrag ist im Log',
  checkpoint: 'das Log hat den Checkpoint signiert',
  timestamp: 'eine Zeitstempel-Autorität hat die Zeit bestätigt',
  time: 'zu dieser Zeit durfte der Schlüssel verwendet werden',
  name: 'das Tag heißt wie verlangt',
  annotations: 'mit der Signatur wurde angegeben, was verlangt ist',
  revocation: 'der Schlüssel ist nicht widerrufen',
  signer: 'wer signiert hat, darf es',
};

/**
 * What a check found, in German. When its line has no German sentence (it names a fault inside a damaged file, say), the
 * reason is said instead.
 */
export function germanFound({ name, detail, reason }: Check): string {
  return germanFor(detail) ?? (reason === undefined ? PASSED[name] : GERMAN_REASONS[reason].title);
}
