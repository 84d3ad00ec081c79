import { GitError, type GitPlace, git } from '../git/index.js';
import type { HistorySelection } from './types.js';

/** Unix seconds, both included. */
export interface Dates {
  readonly from: number;
  readonly to: number;
}

/** The dates of a selection as git understands them (git-rev-parse(1), --since). @throws GitError */
export async function datesOf({ since, until }: HistorySelection, place: GitPlace): Promise<Dates> {
  const args = [
    ...(since === undefined ? [] : [`--since=${since}`]),
    ...(until === undefined ? [] : [`--until=${until}`]),
  ];
  const { stdout } = await git({ ...place, args: ['rev-parse', ...args] });
  const said = Buffer.from(stdout).toString('latin1');
  const bound = (option: string, given: string | undefined, none: number) => {
    if (given === undefined) return none;
    const seconds = new RegExp(`^--${option}-age=(\\d+)$`, 'm').exec(said)?.[1];
    if (seconds === undefined) throw new GitError('GIT_OUTPUT_MALFORMED', 'git does not say what a date is');
    return Number(seconds);
  };
  return {
    from: bound('max', since, 0),
    to: bound('min', until, Number.POSITIVE_INFINITY),
  };
}
