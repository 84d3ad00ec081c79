export { decideWith, type RepositoryJudge, type RepositoryJudgeOptions } from '../../io/judge/index.js';
export { openRepositoryJudge } from './repository-judge.js';
