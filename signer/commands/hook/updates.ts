import type { HookKind, RefUpdate } from '../../../inspect/push/index.js';
import { SignerError } from '../../errors.js';

const ID = '[0-9a-f]{40}(?:[0-9a-f]{24})?';
const REF = 'refs/\\S+';
// git repeats the local ref as the person typed it, so it may contain spaces; the other fields may not.
const PRE_PUSH = new RegExp(`^.+ (?<to>${ID}) (?<ref>${REF}) (?<from>${ID})$`);
const PRE_RECEIVE = new RegExp(`^(?<from>${ID}) (?<to>${ID}) (?<ref>${REF})$`);

function updateOf({ ref = '', from = '', to = '' }: Readonly<Record<string, string | undefined>>): RefUpdate {
  const there = (id: string) => !/^0+$/.test(id);
  return { ref, ...(there(from) && { from }), ...(there(to) && { to }) };
}

function malformed(kind: HookKind): SignerError {
  return new SignerError(
    'HOOK_INPUT_MALFORMED',
    `this is not the input that git gives to a ${kind} hook`,
    `git runs it: waxseal hook install ${kind}`,
  );
}

/**
 * The refs that a push changes, from what git gives to a hook: a line for each ref on standard input (pre-push, pre-receive), or
 * three arguments (update; githooks(5)).
 * @throws SignerError HOOK_INPUT_MALFORMED for anything else: what is not understood must not pass
 */
export function parseUpdates(kind: HookKind, args: readonly string[], input: string): RefUpdate[] {
  const [ref, from, to, ...more] = args;
  const lines = kind === 'update' ? [`${from} ${to} ${ref}`] : input.split('\n');
  if (kind === 'update' && more.length > 0) throw malformed(kind);
  if (kind !== 'update' && lines.pop() !== '') throw malformed(kind);
  const form = kind === 'pre-push' ? PRE_PUSH : PRE_RECEIVE;
  return lines.map((line) => {
    const { groups } = form.exec(line) ?? {};
    if (!groups) throw malformed(kind);
    return updateOf(groups);
  });
}
