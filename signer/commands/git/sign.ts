import { recordOwnIdentity } from '../../../act/own-identity/record-identity.js';
import {
  type Certificate,
  fingerprints,
  readSigner,
  type SignatureCache,
} from '../../../core/certificate/index.js';
import { unixNow } from '../../../io/clock.js';
import { userDirectories } from '../../../io/config/index.js';
import { identityToken } from '../../../io/identity/index.js';
import { requestCertificate } from '../../../io/sigstore/index.js';
import { loadTrustedRoot } from '../../../io/trust/index.js';
import { hasTerminal } from '../../agent/surroundings.js';
import { requireConsent, signatoryOf, terminalPort } from '../../consent/index.js';
import type { Session } from '../../session.js';
import { ephemeralKey } from '../../sign/key.js';
import { isOwnIdentity } from '../../sign/own-identity.js';
import { claimedTime, remarkClock, remarkCommitter } from '../../sign/remarks.js';
import { requireCommitter, requireCommitterEarly } from '../../sign/require-committer.js';
import { prepareSelfCheck, selfCheck } from '../../sign/self-check.js';
import { checkMode, type FinishedSignature, makeSignature } from '../../sign/signature.js';
import { BEGIN_SIGNING, sigCreated } from '../../sign/status-lines.js';
import { repeatForOldGit, say } from '../../terminal/person.js';
import { errorLines, report } from '../../terminal/report.js';
import { writeAll } from '../../terminal/write.js';
import { keepFresh } from '../../trust-refresh.js';
import { EditorPerson } from '../../window/person.js';
import { failureIn, tellEditor } from '../../window/tell.js';
import type { GitRequest } from './arguments.js';

type SignRequest = Extract<GitRequest, { mode: 'sign' }>;

interface Signed extends FinishedSignature {
  readonly certificate: Certificate;
}

/** Makes every check that can refuse before anything is published: Fulcio logs each certificate for ever. */
async function sign(
  opening: Promise<Session>,
  reading: Promise<Uint8Array>,
  person: EditorPerson,
): Promise<Signed> {
  const { config } = await opening;
  const token = await identityToken(config, {
    env: process.env,
    say,
    interactive: true,
    person: person.find,
  });
  const payload = await reading;
  checkMode(config, payload);
  const place = { config, env: process.env };
  const port = person.port(terminalPort(process.env));
  await requireCommitterEarly(place, token.claims, payload, port);
  await requireConsent(config, signatoryOf(token), process.env, port);
  const key = ephemeralKey();
  const certifying = requestCertificate({
    url: config.fulcioUrl.value,
    timeoutMs: config.timeoutMs.value,
    token,
    publicKey: key.publicKey,
    prove: key.sign,
  });
  // While Fulcio works on the request, there is time for this.
  const loading = new Promise((resolve) => setImmediate(resolve)).then(() =>
    loadTrustedRoot(config, { cacheDirectory: userDirectories(process.env).cache }),
  );
  loading.then((trust) => keepFresh(config, trust)).catch(() => undefined);
  const [{ certificate }, { root: trust }] = await Promise.all([certifying, loading]);
  const signer = readSigner(certificate);
  if (signer) await requireCommitter(place, signer, payload, port);
  remarkClock(certificate, say);
  const now = claimedTime(certificate);
  const cache: SignatureCache = new Map();
  const meanwhile = (armor: Uint8Array) => prepareSelfCheck(payload, armor, trust, cache);
  const finished = await makeSignature({ payload, key, certificate, config, trust, now, meanwhile });
  await selfCheck(payload, finished, trust, cache);
  if (signer) {
    await remarkCommitter(place, signer, payload, say);
    const isOwn = () => isOwnIdentity(signer, payload, process.env);
    await recordOwnIdentity(config, signer, process.env, isOwn, say);
  }
  return { ...finished, certificate };
}

/**
 * Signs for git. The signature goes to standard output in one piece, after it is complete and verified. The status lines go to the
 * status descriptor.
 * @param opening the session, while it is being opened
 * @param payload what to sign, while it is being read; the caller must already handle a rejection
 * @returns the exit status
 */
export async function signForGit(
  { statusFd, armor }: SignRequest,
  opening: Promise<Session>,
  payload: Promise<Uint8Array>,
): Promise<number> {
  const asker = { env: process.env, cwd: process.cwd(), terminal: hasTerminal() };
  const person = new EditorPerson(asker);
  try {
    if (statusFd !== undefined) writeAll(statusFd, BEGIN_SIGNING);
    const signed = await sign(opening, payload, person);
    writeAll(1, armor ? signed.armor : signed.der);
    const { sha1 } = fingerprints(signed.certificate);
    if (statusFd !== undefined) writeAll(statusFd, sigCreated(signed.certificate, sha1, unixNow()));
    return 0;
  } catch (error) {
    const status = report(error, 1, 'git');
    const lines = errorLines(error);
    await repeatForOldGit(lines);
    await tellEditor(asker, failureIn(error, lines));
    return status;
  } finally {
    await person.close();
  }
}
