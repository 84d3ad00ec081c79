export { type Answer, type AnswerOptions, answerOf, counts, isNotMade } from './answer.js';
export { type IgnoreEntry, type IgnoreResult, withIgnores } from './ignore.js';
export {
  type FindingText,
  findingText,
  type RuleSentences,
  type Sentences,
} from './sentences.js';
export type * from './types.js';
