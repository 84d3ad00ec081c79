import { harmless } from '../../core/harmless/index.js';
import { choiceLine } from '../../io/config/index.js';
import type { CommitterMismatch, Publication, Question } from '../../io/consent/index.js';

/** What a question says, in harmless lines, and the words that ask. */
export function askedIn(question: Question): { readonly lines: readonly string[]; readonly words: string } {
  return 'logs' in question
    ? { lines: publicationLines(question), words: 'Publish this? [y/N] ' }
    : { lines: mismatchLines(question), words: 'Sign all the same? [y/N] ' };
}

/** What a person reads before the question: lines without line breaks. */
export function publicationLines({ identity, fulcio, logs, chosen }: Publication): string[] {
  return [
    'waxseal: a signature publishes, for everybody and for ever:',
    `  who      ${harmless(identity.subject)} (vouched for by ${harmless(identity.issuer)})`,
    '  when     the time of every signature you make',
    '  what     a digest of the signed commit or tag; not its content, and not your repository',
    `  where    ${logs.map(harmless).join(', ')}, and the log of ${harmless(fulcio)}`,
    ...chosen.map((choice) => `  note     ${choiceLine(choice)}`),
    'Nothing there can be deleted.',
  ];
}

/** The same for an identity that is not the committer's. */
export function mismatchLines({ identity, committer, difference }: CommitterMismatch): string[] {
  return [
    'waxseal: the identity that signs is not the committer’s:',
    `  signer     ${harmless(identity.subject)} (vouched for by ${harmless(identity.issuer)})`,
    `  committer  ${harmless(committer.name)} <${harmless(committer.email)}>: ${harmless(difference)}`,
    'The signature names the signer. You are asked once for these two addresses.',
  ];
}
