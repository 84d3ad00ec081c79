import type { ReasonWords } from '../language.js';
import { GERMAN_FAILED } from './failed.js';
import { GERMAN_NOT_MADE } from './not-made.js';
import { GERMAN_POLICY } from './policy.js';

/** Every reason in German, with its advice. */
export const GERMAN_REASONS: ReasonWords = { ...GERMAN_NOT_MADE, ...GERMAN_FAILED, ...GERMAN_POLICY };
