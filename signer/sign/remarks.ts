import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate, Signer } from '../../core/certificate/index.js';
import { harmless } from '../../core/harmless/index.js';
import { unixNow } from '../../io/clock.js';
import { userDirectories } from '../../io/config/index.js';
import { CLOCK_TOLERANCE_S, clockOffset } from '../../io/identity/index.js';
import { makeDirectory } from '../../io/make-directory.js';
import { committerOf, isCommitter } from './committer.js';
import type { SigningPlace } from './require-committer.js';

type Say = (line: string) => void;

/**
 * Says in one line that the identity is not the committer's: a reader of the history will see another name than the signer's. It
 * is said once for each pair of identity and committer; a note in the cache directory remembers that.
 */
export async function remarkCommitter(
  { config, env }: SigningPlace,
  signer: Signer,
  payload: Uint8Array,
  say: Say,
): Promise<void> {
  if (config.matchCommitter.value === undefined && signer.subjectType === 'email') return; // they were asked
  const committer = await committerOf(payload);
  if (!committer || isCommitter(signer, committer)) return;
  if (!(await isNews(['committer', signer.issuer, signer.subject, committer.name, committer.email], env)))
    return;
  const who = `${harmless(committer.name)} <${harmless(committer.email)}>`;
  say(
    `waxseal: signed as ${harmless(signer.subject)}, but the committer is ${who} (waxseal.matchCommitter=true would refuse; not said again)`,
  );
}

/** How many seconds this machine's clock is ahead of a certificate that was issued just now; 0 if it is close enough. */
function clockAhead({ notBefore, notAfter }: Certificate, now = unixNow()): number {
  if (now < notBefore - CLOCK_TOLERANCE_S) return now - notBefore;
  return now > notAfter + CLOCK_TOLERANCE_S ? now - notAfter : 0;
}

/** Says in one line that the clock is wrong. The certificate was issued just now and contains the time. */
export function remarkClock(certificate: Certificate, say: Say): void {
  const now = unixNow();
  if (clockAhead(certificate, now) === 0) return;
  const offset = clockOffset(now - certificate.notBefore);
  say(`waxseal: this machine's clock is ${offset} by Fulcio's; the signature is sound, but set the clock`);
}

/** The signing time to claim: that of the clock, unless the certificate shows that the clock is wrong. Unix seconds. */
export function claimedTime(certificate: Certificate): number {
  const now = unixNow();
  return clockAhead(certificate, now) === 0 ? now : certificate.notBefore;
}

async function isNews(what: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  const name = createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 32);
  const directory = join(userDirectories(env).cache, 'said');
  try {
    makeDirectory(directory, 0o700);
    await writeFile(join(directory, name), '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'EEXIST');
  }
}
