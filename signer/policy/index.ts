export { decideWith } from '../../io/judge/decide.js';
export type { RepositoryJudge, RepositoryJudgeOptions } from '../../io/judge/repository-judge.js';
export { openRepositoryJudge } from './repository-judge.js';
