import type { PolicyErrorCode } from '../../codes/index.js';
import type { RuleSentences, Sentences } from '../../finding/index.js';
import { POLICY_SENTENCES } from '../sentences.js';
import { MISSING_FIELDS, UNKNOWN_FIELDS } from './fields.js';
import { VALUES } from './values.js';

const POLICY_PAGE = 'docs/policy.md sagt, was eine Richtlinie enthalten kann';
const EXPRESSION = 'der reguläre Ausdruck für {field}';
const WHOLE_VALUE =
  'Ausdrücke müssen hier auf den ganzen Wert passen, deshalb ist auch das andere Ende fest: entfernen und hinschreiben, was dort stehen darf';

const GERMAN: Readonly<Record<PolicyErrorCode, RuleSentences>> = {
  POLICY_SYNTAX: {
    title: 'die Datei ist kein YAML, wie Richtlinien es verwenden',
    remedy: 'so schreiben, wie docs/policy.md es zeigt',
    variants: {
      parser: 'kein gültiges YAML; der Parser meldet: {"words"}',
      'same-key': 'ein Schlüssel kommt in derselben Zuordnung zweimal vor',
      merge: 'Merge-Schlüssel (<<) sind nicht erlaubt: ausschreiben',
      alias: 'Aliase (*name) sind nicht erlaubt: ausschreiben',
      anchor: 'Anker (&name) sind nicht erlaubt: ausschreiben',
      tag: 'YAML-Tags (!name) sind nicht erlaubt',
      'byte-order-mark': 'beginnt mit einem Byte Order Mark: als UTF-8 ohne dieses speichern',
      directive: 'Direktiven (%) sind nicht erlaubt: eine Richtlinie ist YAML 1.2',
      'own.parser': '{place}: kein gültiges YAML; der Parser meldet: {"words"}',
      'own.alias': '{source}: Aliase sind nicht erlaubt',
    },
  },
  POLICY_TOO_LARGE: {
    title: 'die Richtlinie ist größer, als eine sein darf',
    remedy: 'kleiner machen oder aufteilen',
    variants: {
      text: '{source} ist größer als {most} Zeichen',
      bytes: '{source} ist größer als {most} Bytes',
      'bytes.file': 'die Richtlinie {source} ist größer als {most} Bytes',
      depth: 'ist tiefer verschachtelt, als eine Richtlinie es je ist',
      'own.depth': '{source} ist tiefer verschachtelt, als eine Liste es je ist',
      items: '{field} hat mehr als {most} Einträge',
      members: '{field} hat mehr als {most} Felder',
      identities: '{source} nennt mehr als {most} Identitäten',
      comparing:
        'die Muster aller Regeln miteinander zu vergleichen, ist für eine Antwort zu aufwendig: weniger oder einfachere Muster verwenden',
      expressions:
        'die regulären Ausdrücke sind zusammen zu groß (mehr als {most} Schritte ab dem für {field}): Identitäten genau nennen oder weniger Wiederholungen verwenden',
    },
  },
  POLICY_UNKNOWN_FIELD: {
    title: 'ein Feld, das es in Richtlinien nicht gibt',
    remedy: POLICY_PAGE,
    variants: UNKNOWN_FIELDS,
  },
  POLICY_MISSING_FIELD: {
    title: 'ein notwendiges Feld fehlt',
    remedy: POLICY_PAGE,
    variants: MISSING_FIELDS,
  },
  POLICY_BAD_VALUE: {
    title: 'ein Wert, den sein Feld nicht haben kann',
    remedy: POLICY_PAGE,
    variants: VALUES,
  },
  POLICY_BAD_REGEXP: {
    title: 'ein Ausdruck, den RE2 nicht annimmt',
    remedy: 'in der Syntax von RE2 schreiben',
    variants: {
      long: `${EXPRESSION} ist länger als {most} Zeichen`,
      repeats: `${EXPRESSION} wiederholt zu viel: der Vergleich würde zu lange dauern`,
      syntax: `${EXPRESSION} ist nicht verwendbar; RE2 meldet: {"why"}`,
    },
  },
  POLICY_UNANCHORED: {
    title: 'ein Ausdruck, der aussieht, als genügte ein Teil des Werts',
    remedy: 'ein Ausdruck muss auf den ganzen Wert passen: hinschreiben, was davor und danach stehen darf',
    variants: {
      caret: `{field} hat ^ nur am Anfang; ${WHOLE_VALUE}`,
      dollar: `{field} hat $ nur am Ende; ${WHOLE_VALUE}`,
      anchors: '{field} braucht kein ^ und $: Ausdrücke müssen auf den ganzen Wert passen',
      issuer: '{field} lässt jeden als Issuer zu: hinschreiben, womit die URL beginnt',
      start:
        '{field} beginnt mit {open} und passt so auf fremde Werte, die nur so enden: hinschreiben, womit der Wert beginnt',
      end: '{field} endet mit .{quantifier} direkt nach einem Wort, sodass auch ein längerer Name passt: davor das / (oder @) setzen, mit dem der Name endet',
      dot: '{field} hat in einem Hostnamen einen Punkt, der für jedes Zeichen steht: {better} schreiben',
    },
  },
  POLICY_UNKNOWN_SIGNER: {
    title: 'ein Name, den die Richtlinie nicht beschreibt',
    remedy: 'in signers eintragen',
    variants: {
      unknown: '{field} nennt {"signer"}, aber "signers" beschreibt diesen Namen nicht',
      near: '{field} nennt {"signer"}, aber "signers" beschreibt diesen Namen nicht; war {"near"} gemeint?',
    },
  },
  POLICY_UNREACHABLE_RULE: {
    title: 'eine Regel, vor der eine andere entscheidet',
    remedy: 'nach oben setzen oder entfernen',
    says: '{"rule"} wird nie erreicht: {"other"} (Zeile {line}) entscheidet schon über alles davon; die engere Regel zuerst schreiben',
  },
  POLICY_WITHOUT_EFFECT: {
    title: 'etwas, das keine Antwort ändert',
    remedy: 'entfernen oder berichtigen',
    variants: {
      'unused-signer': 'keine Regel nennt {"signer"} aus signers',
      merges:
        'merges nennt {"signer"}, aber diese Person darf hier nicht signieren: den Namen in signers eintragen',
      'signer-is':
        'signerIs kann für {"signer"} nie zutreffen: unter emails die Adressen dieser Person nennen',
      'since-date':
        'nichts beweist, wann SSH- und OpenPGP-Signaturen gemacht wurden: mit einem Datum werden alle abgelehnt; einen Commit nennen, um ältere zu behalten',
    },
  },
  POLICY_EXPIRED: {
    title: 'etwas, das abgelaufen ist',
    remedy: 'entfernen oder ein neues Ende angeben',
    says: 'diese Ausnahme endete am {until}',
  },
};

/** What is said of the mistakes of a policy, in English and in German. */
export const POLICY_SENTENCES_IN_GERMAN: Sentences = { ...POLICY_SENTENCES, de: GERMAN };
