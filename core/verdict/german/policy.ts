import type { PolicyReason } from '../../codes/index.js';
import type { ReasonHelp } from '../reason-help/types.js';

const OWN_ADDRESS =
  'unter der Adresse committen, mit der Sie signieren (git config user.email), oder sie in der Richtlinie unter emails nennen';

const NAME_THEM =
  'wenn die Person signieren soll, sie nennen: --certificate-identity und --certificate-oidc-issuer';

/** The maintainers' policy refuses a signature, or lets an object pass without one. In German. */
export const GERMAN_POLICY: Readonly<Record<PolicyReason, ReasonHelp>> = {
  SIGNER_NOT_ALLOWED: {
    title: 'Wer signiert hat, gehört nicht zu denen, die signieren dürfen',
    todo: 'wenn die Person signieren soll, sie dort eintragen, wo die Einzelheiten es sagen (Richtlinie oder Optionen); waxseal policy explain REV sagt, welche Regel entschieden hat',
    of: {
      blob: NAME_THEM,
      image: NAME_THEM,
    },
  },
  SIGNER_REVOKED: {
    title: 'Die Richtlinie vertraut dieser Person nicht mehr',
    todo: 'herausfinden, wer das Objekt gemacht hat; wenn es gebraucht wird, jemand Vertrauenswürdiges signieren lassen',
  },
  AUTHOR_MISMATCH: { title: 'Signiert hat jemand anderes als der Autor', todo: OWN_ADDRESS },
  COMMITTER_MISMATCH: { title: 'Signiert hat jemand anderes als der Committer', todo: OWN_ADDRESS },
  MERGE_NOT_ALLOWED: {
    title: 'Wer signiert hat, darf hier keine Merge-Commits machen',
    todo: 'jemanden mergen lassen, den die Richtlinie unter merges nennt, oder rebasen',
  },
  ANNOTATION_MISMATCH: {
    title: 'Mit der Signatur wurde nicht angegeben, was verlangt ist',
    todo: 'verlangen, was mit der Signatur angegeben wurde (-a NAME=VALUE), oder das Image damit neu signieren lassen',
  },
  TAG_NAME_MISMATCH: {
    title: 'Das Tag ist unter einem anderen Namen gespeichert als dem, für den es signiert wurde',
    todo: 'als Angriff behandeln: mit dem Tag des Remotes vergleichen',
  },
  TAG_LIGHTWEIGHT: {
    title: 'Das Tag ist nur ein Zeiger, aber die Richtlinie sagt, wer es anlegen darf',
    todo: 'das Tag mit git tag -s anlegen lassen; waxseal verify mit ^{} hinter dem Namen prüft nur den Commit',
  },
  EXCEPTION_EXPIRED: {
    title: 'Die Ausnahme für dieses Objekt ist abgelaufen',
    todo: 'das Objekt signieren oder die Ausnahme in .waxseal.yaml verlängern lassen',
  },
  SIGNATURE_REQUIRED: {
    title: 'Die Richtlinie verlangt eine Signatur, die die Prüfung besteht',
    todo: 'signieren: git commit --amend -S --no-edit, oder git rebase --exec für mehrere Commits',
    of: { tag: 'das Tag neu und signiert anlegen lassen: git tag -s -f' },
  },
  EXEMPT: {
    title: 'Die Richtlinie lässt das Objekt ohne gültige Signatur zu',
    todo: 'nichts, solange die Ausnahme gewollt ist',
  },
};
