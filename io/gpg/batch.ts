import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type GpgAnswer,
  type OpenPgpSignature,
  parseGpgStatus,
  signaturePacket,
  signedMessage,
} from '../../core/signature/openpgp/index.js';
import { type GpgRun, runGpg } from './run.js';
import { statusByFile } from './status-files.js';
import type { GpgOptions } from './types.js';

/** One signature and the bytes it signs. */
export interface GpgJob {
  readonly signature: OpenPgpSignature;
  readonly payload: Uint8Array;
}

const NO_ANSWER: GpgAnswer = { answer: 'failed', why: 'gpg gave no clear answer' };

function answerOf(lines: readonly string[]): GpgAnswer {
  const status = parseGpgStatus(lines);
  return status ? { answer: 'status', status } : NO_ANSWER;
}

function failure(run: Extract<GpgRun, { ran: false }>): GpgAnswer {
  return { answer: run.answer, why: run.why };
}

async function inOwnDirectory<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'waxseal-gpg-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** True if the signature can be verified together with others. */
export function isBatchable({ signature, payload }: GpgJob): boolean {
  return signedMessage(signature, payload.subarray(0, 0)) !== undefined;
}

/**
 * Verifies many signatures with one process. `gpg --multifile --verify` accepts signed messages but no detached
 * signatures, so each job is made into a signed message. The answers are in the order of the jobs; undefined for
 * those that gpg did not finish.
 */
export function verifyTogether(
  jobs: readonly GpgJob[],
  options: GpgOptions,
): Promise<(GpgAnswer | undefined)[]> {
  return inOwnDirectory(async (dir) => {
    const names = await Promise.all(
      jobs.map(async ({ signature, payload }, i) => {
        const message = signedMessage(signature, payload) ?? new Uint8Array(0);
        await writeFile(join(dir, String(i)), message, { mode: 0o600 });
        return String(i);
      }),
    );
    // No --batch: with it, gpg ends at the first bad signature.
    const run = await runGpg(
      ['--no-batch', '--multifile', '--verify'],
      dir,
      `${names.join('\n')}\n`,
      options,
    );
    if (!run.ran) return jobs.map(() => failure(run));
    const files = statusByFile(run.status);
    return names.map((name) => {
      const lines = files.get(name);
      return lines && answerOf(lines);
    });
  });
}

/** Verifies one detached signature in its own process, as git does. */
export function verifyAlone({ signature, payload }: GpgJob, options: GpgOptions): Promise<GpgAnswer> {
  return inOwnDirectory(async (dir) => {
    await writeFile(join(dir, 'signature'), signaturePacket(signature), { mode: 0o600 });
    await writeFile(join(dir, 'payload'), payload, { mode: 0o600 });
    const run = await runGpg(['--batch', '--verify', 'signature', 'payload'], dir, '', options);
    if (!run.ran) return failure(run);
    return answerOf(run.status.split(/\r?\n/).filter((line) => line !== ''));
  });
}
