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
    await this.#writeRecords([
      ...records.filter((record) => record !== known),
      { key, set: value, previous },
    ]);
    await this.#git('--replace-all', key, value);
    return true;
  }

  /** Undoes one record. Returns false if the key was changed since; the key then stays as it is. */
  async restore({ key, set, previous }: SettingRecord): Promise<boolean> {
    const current = await this.values(key);
    const ours = current.length === 1 && current[0] === set;
    if (ours) {
      const [first, ...others] = previous;
      if (first === undefined) await this.#git('--unset-all', key);
      else await this.#git('--replace-all', key, first);
      for (const other of others) await this.#git('--add', key, other);
    }
    const rest = (await this.records()).filter((record) => record.key !== key);
    await this.#writeRecords(rest);
    return ours;
  }

  async #writeRecords(records: readonly SettingRecord[]): Promise<void> {
    const present = await this.values(RECORDS);
    const wanted = records.map((record) => JSON.stringify(record));
    if (present.join('\0') === wanted.join('\0')) return;
    const [first, ...others] = wanted;
    if (first === undefined) await this.#git('--unset-all', RECORDS);
    else await this.#git('--replace-all', RECORDS, first);
    for (const other of others) await this.#git('--add', RECORDS, other);
  }
}

function splitValues(stdout: Uint8Array): string[] {
  const pairs = new TextDecoder().decode(stdout).split('\0').slice(0, -1);
  return pairs.map((pair) => (pair.includes('\n') ? pair.slice(pair.indexOf('\n') + 1) : 'true'));
}

/** A key as a pattern (git-config(1), --get-regexp): section and name in lower case. */
function pattern(key: string): string {
  return key.toLowerCase().replaceAll('.', '\\.');
}
