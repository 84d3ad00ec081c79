import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LeftOut } from '../../../core/verdict/index.js';
import { type HistoryItem, type HistorySelection, openHistory } from '../../../io/history/index.js';
import { forge, type Kept } from '../../support/forged.js';
import { cleanEnvironment } from '../../support/git-repo.js';

/** A commit to make. */
export interface Made {
  readonly parents?: readonly string[];
  readonly time?: number;
  readonly branch?: string;
}

/** The result of a selection. */
export interface Found {
  /** The names of the items in their order. A problem follows the name of its item. */
  readonly items: readonly string[];
  readonly all: readonly HistoryItem[];
  readonly leftOut: LeftOut;
  readonly boundaries: readonly string[];
}

const TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** A small repository whose histories are read in this process. Names stand for ids. */
export class HistoryRepo {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'h-')));
  readonly dir = join(this.root, 'work');
  readonly env: Record<string, string> = cleanEnvironment(this.root);
  readonly #names = new Map<string, string>();
  #clock = 1_700_000_000;

  constructor(...options: string[]) {
    this.at(this.root, 'init', '-q', '-b', 'main', ...options, 'work');
    if (!options.includes('--bare')) this.git('config', 'user.name', 'Dev');
    this.git('config', 'user.email', 'dev@example.test');
    this.store('tree', '');
  }

  at(cwd: string, ...args: string[]): string {
    return execFileSync('git', args, { cwd, env: this.env, stdio: ['ignore', 'pipe', 'pipe'] })
      .toString()
      .trim();
  }

  git(...args: string[]): string {
    return this.at(this.dir, ...args);
  }

  store(type: string, text: string): string {
    const args = ['hash-object', '--literally', '-t', type, '-w', '--stdin'];
    return execFileSync('git', args, { cwd: this.dir, env: this.env, input: text }).toString().trim();
  }

  /** The text of a commit, one minute later than the previous one. */
  text(name: string, { parents = [], time }: Made = {}): string {
    this.#clock += 60;
    const who = `Dev <dev@example.test> ${time ?? this.#clock} +0000`;
    const lines = parents.map((parent) => `parent ${this.id(parent)}\n`);
    return `tree ${TREE}\n${lines.join('')}author ${who}\ncommitter ${who}\n\n${name}\n`;
  }

  commit(name: string, made: Made = {}): string {
    const id = this.store('commit', this.text(name, made));
    this.#names.set(name, id);
    if (made.branch) this.git('update-ref', `refs/heads/${made.branch}`, id);
    return id;
  }

  /** An annotated tag. No ref is made if `ref` is false. */
  tag(name: string, target: string, type = 'commit', ref = true): string {
    const text = `object ${this.id(target)}\ntype ${type}\ntag ${name}\ntagger Dev <dev@example.test> 1700000000 +0000\n\nx\n`;
    const id = this.store('tag', text);
    this.#names.set(name, id);
    if (ref) this.git('update-ref', `refs/tags/${name}`, id);
    return id;
  }

  /** The id for a name; an id stands for itself. */
  id(name: string): string {
    return this.#names.get(name) ?? name;
  }

  nameOf(id: string): string {
    return [...this.#names].find(([, known]) => known === id)?.[0] ?? id;
  }

  /** Puts other bytes under the id of a commit. The returned function undoes it. */
  forge(victim: string, text: string | Uint8Array, kept: Kept = 'loose', type = 'commit'): () => void {
    return forge(this, this.id(victim), { type, raw: Buffer.from(text) }, kept);
  }

  async find(
    selection: Partial<HistorySelection>,
    env: Record<string, string> = {},
    cwd = this.dir,
  ): Promise<Found> {
    const history = await openHistory({ revisions: [], ...selection }, { cwd, env: { ...this.env, ...env } });
    const all: HistoryItem[] = [];
    try {
      for await (const item of history.items()) all.push(item);
    } finally {
      await history.close();
    }
    const items = all.map(({ name, object }) => {
      const what = this.nameOf(object.id);
      const called = name === object.id || name === what ? what : `${name}=${what}`;
      return 'unread' in object ? `${called} ${object.unread}` : called;
    });
    const boundaries = history.shallowBoundaries.map((id) => this.nameOf(id));
    return { items, all, leftOut: history.leftOut, boundaries };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}
