import { fromBase64, toBase64 } from '../../core/encoding/index.js';
import type { ConsentPort } from '../../io/consent/index.js';
import { identityToken } from '../../io/identity/index.js';
import { requestCertificate } from '../../io/sigstore/index.js';
import { requireConsent, signatoryOf } from '../consent/index.js';
import { SignerError } from '../errors.js';
import { openSession } from '../session.js';
import { remarkClock } from '../sign/remarks.js';
import { requireCommitterEarly } from '../sign/require-committer.js';
import { say } from '../terminal/person.js';
import { EditorPerson } from '../window/person.js';
import type { Conversation } from './conversation.js';
import { hasTerminal } from './surroundings.js';

/**
 * Gets a certificate for the agent's key, with the token of this process. The agent never sees the token, and this process never
 * sees the private key.
 * @param payload what will be signed, base64: its committer is matched before Fulcio is asked
 * @param port asks the user whether the identity may be published
 * @throws IdentityError, SigstoreError, ConfigError, GitError, SignerError AGENT_REFUSED
 */
export async function certifyHere(
  conversation: Conversation,
  publicKey: string,
  payload: string | undefined,
  port: ConsentPort,
): Promise<void> {
  const person = new EditorPerson({ env: process.env, cwd: process.cwd(), terminal: hasTerminal() });
  try {
    const { config } = await openSession();
    const token = await identityToken(config, { env: process.env, say, interactive: false });
    const asking = person.port(port);
    if (payload !== undefined)
      await requireCommitterEarly({ config, env: process.env }, token.claims, fromBase64(payload), asking);
    const signatory = signatoryOf(token);
    await requireConsent(config, signatory, process.env, asking);
    const { certificate } = await requestCertificate({
      url: config.fulcioUrl.value,
      timeoutMs: config.timeoutMs.value,
      token,
      publicKey: fromBase64(publicKey),
      prove: (subject) => proof(conversation, subject),
    });
    remarkClock(certificate, say);
    conversation.send({ type: 'certificate', der: toBase64(certificate.der), signatory });
  } catch (error) {
    conversation.send({ type: 'no-certificate' });
    throw error;
  } finally {
    await person.close();
  }
}

async function proof(conversation: Conversation, subject: Uint8Array): Promise<Uint8Array> {
  conversation.send({ type: 'prove', subject: toBase64(subject) });
  const answer = await conversation.next();
  if (answer.type === 'proof') return fromBase64(answer.signature);
  throw new SignerError(
    'AGENT_REFUSED',
    answer.type === 'failed'
      ? (answer.lines[0] ?? '').replace(/^waxseal: /, '')
      : 'the agent gave no proof of possession',
    'set waxseal.agent to false for an identity like this',
  );
}
