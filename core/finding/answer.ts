import { holds } from '../verdict/index.js';
import type { Finding, Item, Level } from './types.js';

/** The answer for an item: it holds, it fails, or nobody can tell. Only `holds` is a success. */
export type Answer = 'holds' | 'fails' | 'not-told';

/** What an answer depends on besides the evidence. */
export interface AnswerOptions {
  /** The lowest level of a finding that makes an item fail; `error` by default. */
  readonly failOn?: Level;
  /** A sound signature by anybody is enough. */
  readonly anySigner?: boolean;
}

const WEIGHT: Readonly<Record<Level, number>> = { note: 0, warning: 1, error: 2 };

/** True when a finding counts at this level or above; one that is ignored does not count. */
export function counts({ level, ignored }: Finding, failOn: Level): boolean {
  return ignored === undefined && WEIGHT[level] >= WEIGHT[failOn];
}

/** True for a finding that only says that a check was not made. */
export function isNotMade({ variant }: Finding): boolean {
  return variant === 'not-made';
}

/**
 * The one answer to "does it hold?", for program and editor. An item fails when a finding counts, or when its verdict does
 * not hold. When the verdict is only incomplete, the answer is `not-told`.
 */
export function answerOf(item: Pick<Item, 'verdict' | 'findings'>, options: AnswerOptions = {}): Answer {
  const { failOn = 'error', anySigner = false } = options;
  const { verdict, findings } = item;
  if (findings.some((finding) => counts(finding, failOn))) return 'fails';
  if (verdict === undefined || holds(verdict, anySigner)) return 'holds';
  return verdict.outcome === 'incomplete' ? 'not-told' : 'fails';
}
