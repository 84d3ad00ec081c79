import { harmless } from '../../core/harmless/index.js';
import type { Publication } from '../../io/consent/index.js';

/** What a person reads before the question: lines without line breaks. */
export function publicationLines({ identity, fulcio, logs }: Publication): string[] {
  return [
    'waxseal: a signature publishes, for everybody and for ever:',
    `  who      ${harmless(identity.subject)} (vouched for by ${harmless(identity.issuer)})`,
    '  when     the time of every signature you make',
    '  what     a digest of the signed commit or tag; not its content, and not your repository',
    `  where    ${logs.map(harmless).join(', ')}, and the log of ${harmless(fulcio)}`,
    'Nothing there can be deleted.',
  ];
}
