import { isatty } from 'node:tty';
import { verifyImageAttestation } from '../../../inspect/image/index.js';
import { ask } from '../../run/question.js';
import { cosignEnvelopes } from './cosign-form.js';
import type { ImageRequest } from './options.js';
import { signatureQuestion } from './signatures.js';
import { IMAGE_ATTESTATION } from './specs.js';

/** `… | jq -r .payload` is how people read what was attested. */
function forPrograms(request: ImageRequest, argv: readonly string[]): ImageRequest {
  const chosen = argv.some((word) => /^--format(?:=|$)/.test(word)) || request.cosign !== undefined;
  return chosen || isatty(1) ? request : { ...request, cosign: 'json', format: 'json' };
}

/** `waxseal image verify-attestation REF …`: who attested something about an image, and whether they may. */
const QUESTION = signatureQuestion(
  IMAGE_ATTESTATION,
  async ({ session, question }, name, { platform, type }) => [
    await verifyImageAttestation(session, name, { ...question, platform, type }),
  ],
  (_form, { anySigner }) => cosignEnvelopes(anySigner),
  forPrograms,
);

/** See {@link QUESTION}. @returns the exit status of `ask` @throws what made an answer impossible */
export function verifyAttestation(argv: readonly string[]): Promise<number> {
  return ask(QUESTION, argv);
}
