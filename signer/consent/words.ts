import { harmless } from '../../core/harmless/index.js';
import type { Publication } from '../../io/consent/index.js';

/** What a person reads before the question: lines without line breaks. */
export function publicationLines({ identity, fulcio, logs, chosenBy = [] }: Publication): string[] {
  return [
    'waxseal: a signature publishes, for everybody and for ever:',
    `  who      ${harmless(identity.subject)} (vouched for by ${harmless(identity.issuer)})`,
    '  when     the time of every signature you make',
    '  what     a digest of the signed commit or tag; not its content, and not your repository',
    `  where    ${logs.map(harmless).join(', ')}, and the log of ${harmless(fulcio)}`,
    ...(chosenBy.length === 0
      ? []
      : [`  note     the repository chose these servers: ${chosenBy.map(harmless).join(', ')}`]),
    'Nothing there can be deleted.',
  ];
}
