import {
  type Check,
  ENGLISH,
  type Language,
  REASON_HELP,
  type ReasonWords,
  type VerdictWords,
} from '../../../core/verdict/index.js';
import { THREAD_LANGUAGE } from '../../frame/thread/serve.js';

/** How the editor words a verdict, in one language. */
export interface Wording {
  readonly words: VerdictWords;
  readonly reasons: ReasonWords;
  /** What a check found. Raw: whoever shows it must make it harmless. */
  readonly found: (check: Check) => string;
  /** What a policy says about an object. Raw. */
  readonly policy: (english: string) => string;
}

const IN_ENGLISH: Wording = {
  words: ENGLISH,
  reasons: REASON_HELP,
  found: ({ detail }) => detail,
  policy: (english) => english,
};

/** The wording in a language. German words are loaded only when they are needed. */
export async function wordingIn(language: Language): Promise<Wording> {
  if (language === 'en') return IN_ENGLISH;
  const { GERMAN, GERMAN_REASONS, germanFor, germanFound } = await import(
    '../../../core/verdict/german/index.js'
  );
  const policy = (english: string) => germanFor(english) ?? english;
  return { words: GERMAN, reasons: GERMAN_REASONS, found: germanFound, policy };
}

/** The wording in the language of the editor, which started this thread. */
export function wording(): Promise<Wording> {
  return wordingIn(THREAD_LANGUAGE);
}
