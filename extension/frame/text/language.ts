import { env } from 'vscode';
import type { Language } from '../../../core/verdict/language.js';

/** The language of the editor, or English if we do not have it. It cannot change while the editor runs. */
export const LANGUAGE: Language = /^de\b/.test(env.language) ? 'de' : 'en';
