import fs from 'node:fs';
import { join } from 'node:path';
import { expandOid, expandRef, listBranches, listRemotes, listTags, resolveRef } from 'isomorphic-git';
import { latin1 } from '../../../core/encoding/index.js';
import { harmless } from '../../../core/text/index.js';
import { GitError, type GitObject } from '../../git/index.js';
import { type DiskObjects, type DiskRepository, firstLine } from './repository.js';

const MAX_PEEL = 32;

function unknown(revision: string): GitError {
  return new GitError(
    'REVISION_UNKNOWN',
    `there is no object ${harmless(revision)} in this repository, or it takes git to find it, which is not in PATH`,
  );
}

/** Names of branches, tags and remote branches to ids, and `X~2`, `X^1`, `X^{commit}` of them (gitrevisions(7)). */
export class Revisions {
  constructor(
    private readonly at: DiskRepository,
    private readonly objects: DiskObjects,
  ) {}

  /** The object a revision names; an annotated tag stays the tag. @throws GitError REVISION_UNKNOWN */
  async object(revision: string): Promise<GitObject> {
    const [, base = '', steps = ''] =
      /^((?:[^~^:@{}]|@(?!\{))+)((?:~\d*|\^\d*|\^\{(?:commit)?\})*)$/.exec(revision) ?? [];
    const id = base === '' ? undefined : await this.#id(base);
    let object = id && (await this.objects.read(id));
    for (const step of steps.match(/~\d*|\^\{(?:commit)?\}|\^\d*/g) ?? []) {
      object = object && (await this.#step(object, step));
    }
    if (!object) throw unknown(revision);
    return object;
  }

  /** The commit a revision leads to. @throws GitError REVISION_UNKNOWN */
  async commit(revision: string): Promise<GitObject> {
    const found = await this.#peeled(await this.object(revision));
    if (found?.type !== 'commit') throw unknown(revision);
    return found;
  }

  /** Every branch, tag and remote branch as [full name, id], in order of name within each kind. */
  async refs(): Promise<(readonly [name: string, id: string])[]> {
    const gitdir = this.at.commonDir;
    const names = [
      ...(await listBranches({ fs, gitdir })).map((name) => `refs/heads/${name}`),
      ...(await listTags({ fs, gitdir })).map((name) => `refs/tags/${name}`),
    ];
    for (const { remote } of await listRemotes({ fs, gitdir }))
      names.push(
        ...(await listBranches({ fs, gitdir, remote })).map((name) => `refs/remotes/${remote}/${name}`),
      );
    return Promise.all(
      names.sort().map(async (ref) => [ref, await resolveRef({ fs, gitdir, ref })] as const),
    );
  }

  async #id(name: string): Promise<string | undefined> {
    const gitdir = this.at.commonDir;
    if (/^[0-9a-f]{40}$/i.test(name)) return name.toLowerCase();
    try {
      // Each work tree has a HEAD of its own, the branches are shared.
      if (name === 'HEAD' || name === '@') return await this.#head();
      return await resolveRef({ fs, gitdir, ref: await expandRef({ fs, gitdir, ref: name }) });
    } catch {
      return /^[0-9a-f]{4,39}$/i.test(name)
        ? expandOid({ fs, gitdir, oid: name.toLowerCase() }).catch(() => undefined)
        : undefined;
    }
  }

  async #head(): Promise<string | undefined> {
    const head = firstLine(join(this.at.gitDir, 'HEAD')) ?? '';
    const ref = /^ref: (.+)$/.exec(head)?.[1];
    return ref === undefined ? head : resolveRef({ fs, gitdir: this.at.commonDir, ref });
  }

  async #step(object: GitObject, step: string): Promise<GitObject | undefined> {
    const commit = await this.#peeled(object);
    if (step.startsWith('^{')) return commit;
    const count = step.length === 1 ? 1 : Number(step.slice(1));
    if (step.startsWith('^')) return count === 0 ? commit : this.#parent(commit, count - 1);
    let at = commit;
    for (let i = 0; i < count && at; i++) at = await this.#parent(at, 0);
    return at;
  }

  async #parent(commit: GitObject | undefined, index: number): Promise<GitObject | undefined> {
    const id = commit?.type === 'commit' ? parentsOf(commit.raw)[index] : undefined;
    return id === undefined ? undefined : this.objects.read(id);
  }

  async #peeled(object: GitObject): Promise<GitObject | undefined> {
    let at: GitObject | undefined = object;
    for (let depth = 0; at?.type === 'tag' && depth < MAX_PEEL; depth++) {
      const target: string | undefined = /^object ([0-9a-f]{40})\n/.exec(latin1(at.raw.subarray(0, 50)))?.[1];
      at = target === undefined ? undefined : await this.objects.read(target);
    }
    return at;
  }
}

/** The ids in a commit's `parent` lines, which follow its `tree` line. */
export function parentsOf(raw: Uint8Array): string[] {
  const ids: string[] = [];
  let at = raw.indexOf(0x0a) + 1;
  for (;;) {
    const id = /^parent ([0-9a-f]{40})\n/.exec(latin1(raw.subarray(at, at + 48)))?.[1];
    if (id === undefined) return ids;
    ids.push(id);
    at += 48;
  }
}
