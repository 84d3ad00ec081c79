import { openSync } from 'node:fs';
import { encodeArmor } from '../../../core/signature/index.js';
import type { Verdict } from '../../../core/verdict/index.js';
import { signedPayload } from '../../../inspect/commits/signed-payload.js';
import { FileError } from '../../../io/files/error.js';
import { LARGEST_PAYLOAD, onThisThread, readAll } from '../../../io/files/input.js';
import { judgeSigned, openJudge } from '../../run/judge.js';
import type { Session } from '../../session.js';
import { gitExitStatus, NO_VERDICT, verdictStatus } from '../../sign/status-lines.js';
import { report } from '../../terminal/report.js';
import { OutputError, writeAll, writeError } from '../../terminal/write.js';
import type { GitRequest } from './arguments.js';
import { forGitLog } from './brief.js';

type VerifyRequest = Extract<GitRequest, { mode: 'verify' }>;

/** The largest signature file; a CMS signature has a few kilobytes. */
const LARGEST_SIGNATURE = 16 * 1024 * 1024;
const DER_SEQUENCE = 0x30;

async function readInput(path: string, largest = LARGEST_PAYLOAD): Promise<Uint8Array> {
  if (path === '-') return readAll(0, 'standard input', largest, onThisThread);
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    throw new FileError(
      'INPUT_UNREADABLE',
      'the file with the signature or the signed data cannot be opened',
    );
  }
  return readAll(fd, 'the file', largest, onThisThread);
}

async function judgeRequest(request: VerifyRequest, opening: Promise<Session>): Promise<Verdict> {
  const reading = readInput(request.payload);
  reading.catch(() => undefined); // awaited below; an error elsewhere comes first
  const [signature, { config }] = await Promise.all([
    readInput(request.signature, LARGEST_SIGNATURE),
    opening,
  ]);
  const armor = signature[0] === DER_SEQUENCE ? encodeArmor(signature) : signature;
  const judge = await openJudge(config, config.verifyOnline.value);
  return judgeSigned(judge, signedPayload(await reading, armor));
}

/**
 * Verifies for git: writes status lines to the status descriptor and text for people to standard error. git always gets a complete
 * set of status lines; if there is no verdict, they say so.
 * @param opening the session, while it is being opened
 * @returns the exit status
 */
export async function verifyForGit(request: VerifyRequest, opening: Promise<Session>): Promise<number> {
  const { statusFd } = request;
  try {
    const verdict = await judgeRequest(request, opening);
    if (statusFd !== undefined) writeAll(statusFd, verdictStatus(verdict));
    writeError(forGitLog(verdict));
    return gitExitStatus(verdict.outcome);
  } catch (error) {
    if (statusFd !== undefined && !(error instanceof OutputError)) writeAll(statusFd, NO_VERDICT);
    return report(error, 1, 'git');
  }
}
