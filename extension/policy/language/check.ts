import type { Node } from 'yaml';
import { readRepositoryPolicy } from '../../../core/repository-policy/editing.js';
import type { PolicyProblem } from '../../../core/signer-policy/index.js';
import { POLICY_FILE_NAME } from '../file.js';
import type { FoundProblem } from '../protocol.js';
import { fixesOf } from './fixes.js';
import { findWord, type Place, parseLoosely } from './tree.js';

/** The offset at which each line of a text begins. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function endOf(text: string, start: number, place: Place | undefined): number {
  const end = place?.scalar.range?.[1] ?? 0;
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? '';
  const ofLine = start + line.replace(/\s+(?:#.*)?$/, '').length;
  return end > start ? Math.min(end, Math.max(ofLine, start + 1)) : ofLine;
}

function found(
  text: string,
  root: Node | null | undefined,
  starts: readonly number[],
  problem: PolicyProblem,
): FoundProblem {
  const start = (starts[problem.line - 1] ?? 0) + problem.column - 1;
  const place = findWord(root, ({ range }) => range?.[0] === start);
  // The word at the beginning of an unreachable rule is only its first field, but the problem is the whole rule.
  const meant = problem.code === 'POLICY_UNREACHABLE_RULE' ? undefined : place;
  return { ...problem, end: endOf(text, start, meant), fixes: fixesOf(text, root, problem, place) };
}

/** The problems that `waxseal policy check` finds in a text, each with its end and its fixes. @param now Unix seconds */
export async function check(text: string, now: number): Promise<FoundProblem[]> {
  const { problems } = await readRepositoryPolicy(text, POLICY_FILE_NAME, now);
  if (problems.length === 0) return [];
  const root = parseLoosely(text);
  const starts = lineStarts(text);
  return problems.map((problem) => found(text, root, starts, problem));
}
