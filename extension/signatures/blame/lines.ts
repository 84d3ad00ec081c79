import type { TextDocument } from 'vscode';
import type { BlamedLine, Brief, Verifier } from '../calls.js';
import type { RepositoryState } from '../state/state.js';
import { keyOf } from '../state/state.js';

const LARGEST_TEXT = 2_000_000;
const KEPT = 500;

/** Who last changed a line, and what the signature of that commit is worth. */
export interface SignedLine {
  readonly root: string;
  readonly line: BlamedLine;
  readonly brief: Brief;
}

/** Finds the commits of lines, and keeps each answer until the file or HEAD changes. */
export class SignedLines {
  readonly #known = new Map<string, Promise<BlamedLine | undefined>>();
  readonly #judged = new Map<string, Promise<Brief | undefined>>();

  constructor(private readonly verifier: Verifier) {}

  /**
   * @param line 0-based
   * @returns undefined when the line is not committed yet, or git cannot answer
   */
  async of(
    document: TextDocument,
    line: number,
    repository: RepositoryState,
  ): Promise<SignedLine | undefined> {
    const { root, basis } = repository;
    const { uri, version } = document;
    if (document.getText().length > LARGEST_TEXT || basis?.head === undefined) return undefined;
    const key = [basis.head, uri.fsPath, version, line].join('\0');
    const blamed = await this.#remembered(this.#known, key, () =>
      this.verifier.call('blame', { root, path: uri.fsPath, line, text: document.getText() }),
    );
    if (!blamed) return undefined;
    const { id } = blamed;
    const listed = repository.verdicts.get(keyOf({ id, name: id }));
    const brief =
      listed ??
      (await this.#remembered(this.#judged, `${root}\0${id}\0${basis.key}`, () => this.#judge(root, id)));
    return brief && { root, line: blamed, brief };
  }

  async #judge(root: string, id: string): Promise<Brief | undefined> {
    const found: Brief[] = [];
    const onPart = (part: readonly Brief[]) => found.push(...part);
    await this.verifier.call('judge', { root, names: [id] }, { onPart });
    return found[0];
  }

  async #remembered<T>(
    known: Map<string, Promise<T>>,
    key: string,
    make: () => Promise<T>,
  ): Promise<T | undefined> {
    const found = known.get(key) ?? make();
    known.set(key, found);
    const [oldest] = known.keys();
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
    try {
      return await found;
    } catch {
      known.delete(key);
      return undefined;
    }
  }
}
