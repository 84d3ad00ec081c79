import { verifyImage } from '../../../inspect/image/index.js';
import { ask } from '../../run/question.js';
import { cosignSignatures } from './cosign-form.js';
import { signatureQuestion } from './signatures.js';
import { IMAGE_VERIFY } from './specs.js';

/** `waxseal image verify REF …`: who signed an image, and whether they may. */
const QUESTION = signatureQuestion(
  IMAGE_VERIFY,
  ({ session, question }, name, { platform, recursive }) =>
    verifyImage(session, name, { ...question, platform, recursive }),
  (form, { anySigner }) => cosignSignatures(form, anySigner),
);

/** See {@link QUESTION}. @returns the exit status of `ask` @throws what made an answer impossible */
export function verify(argv: readonly string[]): Promise<number> {
  return ask(QUESTION, argv);
}
