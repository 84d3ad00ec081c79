const EXPRESSION = 'the regular expression for {field}';

/** What is said of an expression that RE2 does not take, or only with too much work. */
export const EXPRESSION_SENTENCES = {
  long: `${EXPRESSION} is longer than {most} characters`,
  repeats: `${EXPRESSION} repeats too much: it would take too long to match`,
  syntax: `${EXPRESSION} cannot be used: {why}`,
} as const;

/** What is said of an expression that lets more pass than its author means. */
export const DOUBT_SENTENCES = {
  caret:
    '{field} has ^ at its start only; expressions match the whole value here, so the other end is closed too: remove it and write what may come there',
  dollar:
    '{field} has $ at its end only; expressions match the whole value here, so the other end is closed too: remove it and write what may come there',
  anchors: '{field} needs no ^ and $: expressions match the whole value',
  issuer: '{field} lets anybody be the issuer: write how the URL begins',
  start:
    '{field} begins with {open} and so matches a value of anybody that only ends like this: write how it begins',
  end: '{field} ends with .{quantifier} right after a word, so that a longer name matches too: put the / (or @) that ends the name before it',
  dot: '{field} has a dot in a host name that stands for any character: write {better}',
} as const;
