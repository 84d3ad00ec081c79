import { isatty } from 'node:tty';
import { policyOfFlags } from '../../../core/signer-policy/index.js';
import {
  type HookKind,
  judgeUpdate,
  knownTips,
  policyOpener,
  type RefUpdate,
} from '../../../inspect/push/index.js';
import { readAll } from '../../../io/files/input.js';
import { SignerError } from '../../errors.js';
import { useEveryCore } from '../../run/cores.js';
import { openJudge } from '../../run/judge.js';
import { openSession } from '../../session.js';
import { writeError } from '../../terminal/write.js';
import type { VerifyRequest } from '../commits/options.js';
import { answerText } from './answer-text.js';
import { parseUpdates } from './updates.js';

/** The repository that git runs the hook in. */
const HERE = { env: process.env };
const LARGEST_INPUT = 64 << 20;

async function updatesOf(kind: HookKind, args: readonly string[]): Promise<RefUpdate[]> {
  if (kind === 'update') return parseUpdates(kind, args, '');
  if (isatty(0))
    throw new SignerError('HOOK_INPUT_MALFORMED', `git runs the ${kind} hook; waxseal verify is for people`);
  const input = await readAll(0, 'the input from git', LARGEST_INPUT);
  return parseUpdates(kind, args, new TextDecoder().decode(input));
}

/**
 * Judges what a push adds to each ref, as one of git's hooks. Says on standard error what does not hold.
 * @param request who may sign
 * @param args the arguments that git gave to the hook
 * @returns 0 if the push may pass, 1 if not
 * @throws what made an answer impossible: then the push must not pass either
 */
export async function runHook(
  kind: HookKind,
  request: VerifyRequest,
  args: readonly string[],
): Promise<number> {
  const updates = await updatesOf(kind, args);
  if (updates.length === 0) return 0;
  // This sets the size of the thread pool, so it must come before its first use.
  useEveryCore(process.env);
  const { anySigner, cache, policy: file } = request;
  const policy = await policyOfFlags(request.identity);
  const { config } = await openSession(request.flags);
  const judge = await openJudge(config, request.online ?? config.verifyOnline.value, policy);
  const policyFor = policyOpener(kind, HERE, {
    file,
    flagsDecide: policy !== undefined || anySigner,
    policyBranch: config.policyBranch.value,
  });
  const known = await knownTips(kind, args, HERE);
  const context = { kind, place: HERE, judge, known, anySigner, cache, policyFor };
  let status = 0;
  for (const update of updates) {
    const answer = await judgeUpdate(update, context);
    if (answer.failures > 0 || answer.refusal !== undefined) status = 1;
    writeError(answerText(answer));
  }
  return status;
}
