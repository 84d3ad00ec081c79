import fs from 'node:fs';
import { join } from 'node:path';
import { listRefs, resolveRef } from 'isomorphic-git';
import { type DiskRepository, firstLine } from './repository.js';

/** The refs of a repository on disk, by full name. They are read once, at the first request. */
export class DiskRefs {
  #listed: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(private readonly at: DiskRepository) {}

  /** Full names and ids, sorted by name. A ref that leads to no id is left out. */
  all(): Promise<ReadonlyMap<string, string>> {
    this.#listed ??= this.#list();
    return this.#listed;
  }

  /** The id that HEAD leads to. Each work tree has its own HEAD; the branches are shared. */
  async head(): Promise<string | undefined> {
    const head = firstLine(join(this.at.gitDir, 'HEAD')) ?? '';
    const ref = /^ref: (.+)$/.exec(head)?.[1];
    return ref === undefined ? head || undefined : (await this.all()).get(ref);
  }

  async #list(): Promise<ReadonlyMap<string, string>> {
    const gitdir = this.at.commonDir;
    const names = (await listRefs({ fs, gitdir, filepath: 'refs' })).map((name) => `refs/${name}`).sort();
    const found = new Map<string, string>();
    for (const ref of names) {
      const id = await resolveRef({ fs, gitdir, ref }).catch(() => undefined);
      if (id !== undefined) found.set(ref, id);
    }
    return found;
  }
}
