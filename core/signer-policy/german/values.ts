import { each } from '../each.js';

/** The things in a policy file that consist of fields. */
export const THINGS = {
  policy: 'eine Richtlinie',
  signers: 'signers',
  signer: 'der Eintrag {"signer"} in signers',
  rule: 'Regel {number}',
  exception: 'eine Ausnahme',
  revocation: 'ein Widerruf',
} as const;

/** What holds one text. */
const TEXTS = { field: '{field}', item: 'ein Eintrag von {field}' } as const;

const PATTERN = '{field}: {"pattern"}: ';

const OF_PATTERNS = {
  'pattern.long': `${PATTERN}das Muster ist länger als {most} Zeichen`,
  'pattern.absolute': `${PATTERN}Pfade beginnen auf der obersten Ebene, ohne Schrägstrich: {better} schreiben`,
  'pattern.negated': `${PATTERN}ein Muster kann nicht verneint werden: vor diese Regel eine eigene Regel dafür setzen`,
  'pattern.folder': `${PATTERN}ein Muster gilt Namen und nicht Ordnern: {better} schreiben`,
  'pattern.no-name': `${PATTERN}so sieht kein Name aus`,
  'pattern.three-stars': `${PATTERN}drei Sterne bedeuten nichts: ** steht für alles darunter`,
  'pattern.class': `${PATTERN}nur *, ** und ? haben hier eine Bedeutung: kein [..], {..} oder \\`,
  'pattern.whole-ref': `${PATTERN}ohne refs/heads/ oder refs/tags/ schreiben: {better}`,
} as const;

const OF_TEXTS = {
  ...each('no-mapping', THINGS, (thing) => `${thing} muss eine Zuordnung sein (Name: Wert)`),
  ...each('no-text', TEXTS, (text) => `${text} muss ein Text sein`),
  ...each('boolean', TEXTS, (text) => `${text} muss ein Text sein: in Anführungszeichen setzen`),
  ...each(
    'literal-block',
    TEXTS,
    (text) =>
      `${text} endet mit einem Zeilenumbruch, den | behält: in eine Zeile schreiben oder |- verwenden`,
  ),
  ...each(
    'folded-block',
    TEXTS,
    (text) =>
      `${text} endet mit einem Zeilenumbruch, den > behält: in eine Zeile schreiben oder >- verwenden`,
  ),
  ...each('white-space', TEXTS, (text) => `${text} beginnt oder endet mit Leerraum`),
  ...each('control', TEXTS, (text) => `${text} enthält einen Zeilenumbruch oder ein anderes Steuerzeichen`),
  twice: '{field} nennt {"text"} zweimal',
} as const;

/** Of the user's own list. */
const OF_IDENTITIES = {
  'own.no-mapping': '{source} ist keine Zuordnung mit dem Schlüssel identities',
  'own.no-list': '{source}: identities ist keine Liste',
  'identity.no-mapping': '{source}: Identität {number} ist keine Zuordnung aus {known}',
  'identity.no-text': '{source}: Identität {number}: {field} ist kein Text',
  'identity.white-space':
    '{source}: Identität {number}: {field} beginnt oder endet mit Leerraum und würde nie passen',
} as const;

/** What is said of a value that its field cannot have, in German. */
export const VALUES = {
  ...OF_TEXTS,
  ...OF_PATTERNS,
  ...OF_IDENTITIES,
  empty: '{source} ist leer',
  version: 'version muss 1 sein: dieses Programm kennt keine andere',
  'signer-name': 'Name {"signer"}: einen kurzen Namen aus Buchstaben, Ziffern und . _ @ + - wählen',
  'same-rule-name': 'zwei Regeln heißen {"rule"}',
  'tag-paths': 'ein Tag hat keine Pfade: zwei Regeln daraus machen',
  'signer-is': 'signerIs muss einer dieser Werte sein: {known}',
  'signer-is.near': 'signerIs muss einer dieser Werte sein: {known}; war {"near"} gemeint?',
  'commit-id': '{field} muss eine vollständige Commit-ID sein (git rev-parse REV)',
  'object-ids': 'objects muss aus vollständigen Objekt-IDs bestehen (git rev-parse REV)',
  until: 'until muss ein Datum sein: 2027-01-31 oder 2027-01-31T12:00:00Z',
  since: 'since muss ein Datum (2026-03-01) oder eine vollständige Commit-ID sein',
  'value-and-expression': '{field} und {field}RegExp sagen dasselbe zweimal: nur eines behalten',
  ssh: 'ssh muss SHA256:… (ssh-keygen -lf KEY.pub) oder eine Zeile einer .pub-Datei sein',
  openpgp: 'openpgp muss ein Fingerprint aus 40 oder 64 hexadezimalen Ziffern sein (gpg --fingerprint)',
  'openpgp.key-id':
    'openpgp muss der vollständige Fingerprint sein (gpg --fingerprint): jeder kann einen Schlüssel mit dieser Schlüssel-ID erzeugen',
} as const;
