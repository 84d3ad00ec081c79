/** A line of a text file, with its number from 1. */
export interface TextLine {
  readonly text: string;
  readonly line: number;
}

/** The lines of a text, one at a time. A file with only line ends would otherwise become very many strings at once. */
export function* linesOf(text: string): Generator<TextLine> {
  let line = 0;
  for (let start = 0; start <= text.length; ) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    yield { text: text.slice(start, end), line: ++line };
    start = end + 1;
  }
}
