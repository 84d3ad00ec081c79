import { type Position, Range, type TextDocument, Uri, workspace } from 'vscode';
import { LANGUAGE } from '../frame/text/language.js';
import { Thread } from '../frame/thread/thread.js';
import type { FoundMistake, ReadingCalls } from './reading-calls.js';

/** The most characters that are passed on. It is more than a policy may have, so the reader can still say "too many". */
const MOST_CHARACTERS = 256 * 1024 + 1;

/** A document's text as the command would read it from the file, cut when it is too long for a policy. */
export function policyText(document: TextDocument): string {
  const last = document.lineAt(document.lineCount - 1).range.end;
  const whole = document.offsetAt(last) < MOST_CHARACTERS;
  const part = whole
    ? undefined
    : new Range(0, 0, document.lineCount, 0).with({ end: document.positionAt(MOST_CHARACTERS) });
  const mark = document.encoding === 'utf8bom' ? '\ufeff' : '';
  return mark + document.getText(part);
}

const LONGEST_MS = 10_000;

/** Asks the thread questions about documents. */
export class PolicyReader {
  readonly #thread: Thread<ReadingCalls>;
  #schema: Promise<string> | undefined;

  constructor(private readonly extensionUri: Uri) {
    this.#thread = new Thread({
      name: 'waxseal policy',
      file: Uri.joinPath(extensionUri, 'dist', 'extension', 'policy-thread.cjs').fsPath,
      language: LANGUAGE,
      deadlineMs: LONGEST_MS,
    });
  }

  /** What is wrong in a document. @throws CallError TOO_SLOW when it could not be read in time */
  check(document: TextDocument): Promise<readonly FoundMistake[]> {
    return this.#thread.call('check', { text: policyText(document), now: Math.floor(Date.now() / 1000) });
  }

  /** What can be written at a position, or what is known about the word there. */
  async at<Name extends 'complete' | 'hover'>(
    name: Name,
    document: TextDocument,
    position: Position,
  ): Promise<ReadingCalls[Name]['answer'] | undefined> {
    const ask = {
      text: document.getText(),
      offset: document.offsetAt(position),
      schema: await this.#schemaText(),
    };
    try {
      return await this.#thread.call<Name>(name, ask);
    } catch {
      return undefined; // nobody waits for it as for an answer
    }
  }

  dispose(): void {
    void this.#thread.dispose();
  }

  /** The published schema, from the extension's own folder. */
  #schemaText(): Promise<string> {
    this.#schema ??= (async () => {
      const file = Uri.joinPath(this.extensionUri, 'schemas', 'waxseal.schema.json');
      return new TextDecoder().decode(await workspace.fs.readFile(file));
    })();
    return this.#schema;
  }
}
