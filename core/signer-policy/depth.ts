import { Lexer } from 'yaml';

/** Deepest nesting and widest indentation of a policy or list. */
const DEEPEST = 16;
const WIDEST = 64;

/**
 * Whether a text of YAML is nested deeper than any policy or list. Asked before anything recursive runs: deep text has ended
 * whole processes inside YAML parsers. Takes time linear in the text.
 */
export function isTooDeep(text: string): boolean {
  if (/^ *(?:[-?:] +){17}/m.test(text) || new RegExp(`^ {${WIDEST}} *[^ #\\n]`, 'm').test(text)) return true;
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}
