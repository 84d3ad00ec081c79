import { type TextDocument, workspace } from 'vscode';
import type { BlamedLine, Brief, Verifier } from '../calls.js';
import type { RepositoryState } from '../state/state.js';
import { keyOf } from '../state/state.js';

/** The largest text that is blamed, in UTF-16 code units. */
export const LARGEST_TEXT = 2_000_000;
const KEPT = 500;

/** Who last changed a line, and what the signature of that commit is worth. */
export interface SignedLine {
  readonly root: string;
  readonly line: BlamedLine;
  readonly brief: Brief;
}

/** Finds the commits of lines. The thread keeps the answers for whole files; the verdicts on their commits are kept here. */
export class SignedLines {
  readonly #judged = new Map<string, Promise<Brief | undefined>>();

  constructor(private readonly verifier: Verifier) {}

  /**
   * @param line 0-based
   * @returns undefined when the line is not committed yet
   * @throws CallError
   */
  async of(
    document: TextDocument,
    line: number,
    repository: RepositoryState,
    signal: AbortSignal,
  ): Promise<SignedLine | undefined> {
    const { root, basis } = repository;
    if (basis?.head === undefined) return undefined;
    const ask = { root, path: document.uri.fsPath, line, ...(await textOf(document)) };
    const blamed = await this.verifier.call('blame', ask, { signal });
    if (!blamed) return undefined;
    const { id } = blamed;
    const listed = repository.verdicts.get(keyOf({ id, name: id }));
    const brief =
      listed ?? (await this.#remembered(`${root}\0${id}\0${basis.key}`, () => this.#judge(root, id)));
    return brief && { root, line: blamed, brief };
  }

  async #judge(root: string, id: string): Promise<Brief | undefined> {
    const found: Brief[] = [];
    const onPart = (part: readonly Brief[]) => found.push(...part);
    await this.verifier.call('judge', { root, names: [id] }, { onPart });
    return found[0];
  }

  async #remembered(key: string, make: () => Promise<Brief | undefined>): Promise<Brief | undefined> {
    const known = this.#judged;
    const found = known.get(key) ?? make();
    known.set(key, found);
    const [oldest] = known.keys();
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
    try {
      return await found;
    } catch (error) {
      known.delete(key);
      throw error;
    }
  }
}

/** A changed text, as its file would hold it. An unchanged file is read from disk, so that its encoding cannot matter. */
async function textOf(document: TextDocument): Promise<{ readonly text?: Uint8Array }> {
  if (!document.isDirty) return {};
  const { encoding } = document;
  return { text: await workspace.encode(document.getText(), { encoding }) };
}
