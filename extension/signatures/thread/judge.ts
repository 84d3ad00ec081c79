import type { CallContext } from '../../frame/thread/protocol.js';
import type { Brief, SignatureCalls } from '../calls.js';
import { briefsOf } from './briefs.js';
import { goBehind } from './priority.js';
import { sessionOf } from './sessions.js';

const BATCH_MS = 60;
const FEW = 100;

/** Verifies the given revisions in their order; returns how many were verified. @throws GitError */
export async function judge(
  { root, names }: SignatureCalls['judge']['ask'],
  { part, signal }: CallContext<SignatureCalls['judge']['part']>,
): Promise<number> {
  if (names.length === 0) return 0;
  if (names.length > FEW) goBehind();
  let batch: Brief[] = [];
  let count = 0;
  let sent = Date.now();
  for await (const brief of briefsOf(sessionOf(root), names, signal)) {
    batch.push(brief);
    count += 1;
    if (Date.now() - sent < BATCH_MS) continue;
    part(batch);
    batch = [];
    sent = Date.now();
  }
  if (batch.length > 0) part(batch);
  return count;
}
