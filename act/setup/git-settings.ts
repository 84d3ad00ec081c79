import { isObject } from '../../core/encoding/index.js';
import { RECORDS } from '../../io/config/own-notes.js';
import { GitError, type GitPlace, git } from '../../io/git/index.js';
import { SetupError } from './error.js';

/** The file of git's configuration to change: this repository's or the user's. */
export type SettingsScope = 'local' | 'global';

/** A change of one key: its new value, and its earlier values in order. Stored in the same file until it is undone. */
export interface SettingRecord {
  readonly key: string;
  readonly set: string;
  readonly previous: readonly string[];
}

function parseRecord(text: string): SettingRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { key, set, previous } = value;
  const whole =
    typeof key === 'string' &&
    typeof set === 'string' &&
    Array.isArray(previous) &&
    previous.every((item) => typeof item === 'string');
  return whole ? { key, set, previous } : undefined;
}

/** One file of git's configuration. It is changed only through git, and every change is recorded so that it can be undone. */
export class GitSettings {
  /** @param place the repository, for `local`, and the environment that identifies the user */
  constructor(
    readonly scope: SettingsScope,
    readonly place: GitPlace & { readonly env: NodeJS.ProcessEnv },
  ) {}

  async #git(...args: string[]): Promise<void> {
    try {
      await git({ ...this.place, args: ['config', `--${this.scope}`, ...args] });
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      throw new SetupError(
        'GIT_CONFIG_NOT_WRITTEN',
        `git's configuration could not be changed: ${error.message}`,
        'run it again, or undo what was changed: waxseal setup --remove',
      );
    }
  }

  /** The values of a key in this file, in order. A key without a value counts as `true`. */
  async values(key: string): Promise<string[]> {
    const { stdout, exitCode } = await git({
      ...this.place,
      // --get-all would print a key without a value like one with an empty value, which is false.
      args: ['config', `--${this.scope}`, '-z', '--get-regexp', `^${pattern(key)}$`],
      accept: [0, 1],
    });
    return exitCode === 0 ? splitValues(stdout) : [];
  }

  /** The records in this file, oldest first, without damaged ones. */
  async records(): Promise<SettingRecord[]> {
    const texts = await this.values(RECORDS);
    return texts.map(parseRecord).filter((record) => record !== undefined);
  }

  /** Sets a key to one value and records what was there before the first change. Returns false if nothing had to change. */
  async set(key: string, value: string): Promise<boolean> {
    const records = await this.records();
    const current = await this.values(key);
    const known = records.find((record) => record.key === key);
    const same = current.length === 1 && current[0] === value;
    if (same && (!known || known.set === value)) return false;
    const previous = known && current.length === 1 && current[0] === known.set ? known.previous : current;
    await this.#replaceRecord(known, { key, set: value, previous });
    await this.#git('--replace-all', key, value);
    return true;
  }

  /** Undoes one record. Returns false if the key was changed since; the key then stays as it is. */
  async restore({ key, set, previous }: SettingRecord): Promise<boolean> {
    const [current, ...added] = await this.values(key);
    // Earlier values that a run before this one put back, before it failed.
    const isPartly = added.every((value, at) => value === previous[at]);
    const ours = current === set && isPartly;
    if (ours) await this.#putBack(key, set, previous, added.length);
    for (const record of await this.records())
      if (record.key === key) await this.#replaceRecord(record, undefined);
    return ours;
  }

  /**
   * Puts the earlier values back. git changes one value at a time, and each state between can be told: what was set stays the first
   * value until all others are there.
   */
  async #putBack(key: string, set: string, previous: readonly string[], done: number): Promise<void> {
    const [first, ...others] = previous;
    if (first === undefined) return this.#git('--unset-all', key);
    if (done === 0 && (others.length === 0 || previous.includes(set))) {
      await this.#git('--replace-all', key, first);
      for (const value of others) await this.#git('--add', key, value);
      return;
    }
    for (const value of previous.slice(done)) await this.#git('--add', key, value);
    await this.#git('--unset-all', key, `^${escaped(set)}$`);
  }

  /** Writes, replaces or removes one record in one step: without its record a change cannot be undone. */
  async #replaceRecord(old: SettingRecord | undefined, record: SettingRecord | undefined): Promise<void> {
    const before = (await this.values(RECORDS)).filter((text) => old && parseRecord(text)?.key === old.key);
    const [first] = before;
    const text = record && JSON.stringify(record);
    if (first === undefined) {
      if (text !== undefined) await this.#git('--add', RECORDS, text);
    } else if (text === undefined) await this.#git('--unset-all', RECORDS, `^${escaped(first)}$`);
    else if (text !== first) await this.#git('--replace-all', RECORDS, text, `^${escaped(first)}$`);
  }
}

function splitValues(stdout: Uint8Array): string[] {
  const pairs = new TextDecoder().decode(stdout).split('\0').slice(0, -1);
  return pairs.map((pair) => (pair.includes('\n') ? pair.slice(pair.indexOf('\n') + 1) : 'true'));
}

/** A text as a pattern for itself (POSIX, extended). */
function escaped(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

/** A key as a pattern (git-config(1), --get-regexp): section and name in lower case. */
function pattern(key: string): string {
  return key.toLowerCase().replaceAll('.', '\\.');
}
