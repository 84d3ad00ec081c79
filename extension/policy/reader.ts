import { type Position, Range, type TextDocument, Uri, workspace } from 'vscode';
import { LANGUAGE } from '../language.js';
import type { PolicyCalls } from './protocol.js';
import { type Asked, PolicyThread } from './thread.js';

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

/** Asks the thread questions about documents. */
export class PolicyReader {
  readonly #thread: PolicyThread;
  #schema: Promise<string> | undefined;

  constructor(private readonly extensionUri: Uri) {
    this.#thread = new PolicyThread(
      Uri.joinPath(extensionUri, 'dist', 'extension', 'policy-thread.cjs').fsPath,
      undefined,
      LANGUAGE,
    );
  }

  check(document: TextDocument): Promise<Asked<'check'>> {
    return this.#thread.ask('check', { text: policyText(document), now: Math.floor(Date.now() / 1000) });
  }

  /** What can be written at a position, or what is known about the word there. */
  async at<Name extends 'complete' | 'hover'>(
    name: Name,
    document: TextDocument,
    position: Position,
  ): Promise<PolicyCalls[Name]['answer'] | undefined> {
    const ask = {
      text: document.getText(),
      offset: document.offsetAt(position),
      schema: await this.#schemaText(),
    };
    const asked = await this.#thread.ask<Name>(name, ask);
    return 'answer' in asked ? asked.answer : undefined;
  }

  dispose(): void {
    this.#thread.dispose();
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
