export { decideWith } from './decide.js';
export {
  openRepositoryJudge,
  type RepositoryJudge,
  type RepositoryJudgeOptions,
} from './repository-judge.js';
