import type { VerdictWords } from '../language.js';

/** The words for verdicts in German. */
export const GERMAN: VerdictWords = {
  labels: {
    verified: 'Verifiziert',
    valid: 'Gültig',
    incomplete: 'Unvollständig',
    refused: 'Abgelehnt',
    invalid: 'Ungültig',
    unsigned: 'Nicht signiert',
  },
  means: {
    verified: 'alle Prüfungen sind bestanden, und wer signiert hat, darf es',
    valid: 'alle Prüfungen sind bestanden; niemand hat festgelegt, ob diese Person signieren darf',
    incomplete: 'nichts ist falsch, aber nicht alles konnte geprüft werden',
    refused: 'die Signatur ist in Ordnung, aber wer signiert hat, darf es nicht',
    invalid: 'die Signatur hat die Prüfung nicht bestanden',
    unsigned: 'es gibt keine Signatur',
  },
  results: {
    passed: 'bestanden',
    failed: 'fehlgeschlagen',
    refused: 'abgelehnt',
    'not-made': 'nicht durchgeführt',
  },
  checks: {
    structure: 'Aufbau',
    'payload-digest': 'Digest des Inhalts',
    signature: 'Signatur',
    certificate: 'Zertifikat',
    chain: 'Zertifikatskette',
    sct: 'SCT',
    'log-entry': 'Logeintrag',
    set: 'SET',
    inclusion: 'Inklusionsbeweis',
    checkpoint: 'Checkpoint',
    timestamp: 'Zeitstempel',
    time: 'Zeitpunkt',
    name: 'Name des Tags',
    annotations: 'Annotationen',
    revocation: 'Widerruf',
    signer: 'Berechtigung',
  },
  timeSources: {
    rekor: 'bewiesen durch das Transparenzlog',
    timestamp: 'bewiesen durch eine Zeitstempel-Autorität',
    sct: 'nicht bewiesen: zu dieser Zeit wurde das Zertifikat im Log verzeichnet',
    unproven: 'nicht bewiesen',
  },
  inclusions: {
    proven: 'bewiesenermaßen im Log',
    promised: 'vom Log zugesagt',
    'looked-up': 'im Log nachgeschlagen',
    'not-checked': 'nicht bewiesen, dass er im Log ist',
  },
  phrases: {
    claimed: '{text} (behauptet, nicht bewiesen)',
    exempt: '{reason} ({rule})',
    'exempt-until': 'bis {date}: {reason} ({rule})',
    lightweight: 'das Tag ist nur ein Zeiger und nicht signiert; für seinen Commit gilt: {means}',
    'lightweight-refused':
      'das Tag ist nur ein Zeiger und nicht signiert, und die Policy sagt, wer es anlegen darf',
    'log-entry': '{log}, Index {index}, {inclusion}',
    'no-issuer': 'nicht angegeben',
    'not-the-file': 'das Bundle gehört zu einer anderen Datei',
    'not-well-formed': 'das Bundle ist fehlerhaft aufgebaut',
    renamed: 'die Signatur gilt einem Tag mit anderem Namen',
    'signed-at': '{time}, {source}',
    waived:
      'alle durchgeführten Prüfungen sind bestanden; eine notwendige wurde durch eine Option ausgelassen',
  },
};
