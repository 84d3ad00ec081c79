import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectId } from '../../../core/git/index.js';
import { harmless } from '../../../core/text/index.js';
import { GitError, type GitObject, type GitPlace } from '../../git/index.js';
import { checkRevisions, isPattern, isWalk } from '../selection.js';
import { tagBelow } from '../tag-below.js';
import type { History, HistoryItem, HistorySelection } from '../types.js';
import { globToRegExp } from './pattern.js';
import { DiskObjects, diskRepository } from './repository.js';
import { Revisions } from './revision.js';
import { walkCommits } from './walk.js';

/**
 * The selected objects, read from disk where there is no git program: raw objects of repositories with SHA-1 ids. Replace
 * refs and grafts are unknown to this reader, and it fetches nothing.
 * @throws GitError NOT_A_REPOSITORY, REVISION_UNKNOWN, GIT_NOT_FOUND for what takes git to read
 */
export async function openWithoutGit(selection: HistorySelection, place: GitPlace): Promise<History> {
  checkRevisions(selection.revisions);
  if (selection.since !== undefined || selection.until !== undefined)
    throw new GitError('GIT_NOT_FOUND', 'git is not in PATH, and dates are for git to understand');
  const at = await diskRepository(place.cwd ?? process.cwd(), place.env ?? process.env);
  const objects = new DiskObjects(at.commonDir);
  const reader = new Reader(new Revisions(at, objects), objects, shallowIds(at.commonDir));
  const walked = isWalk(selection);
  return {
    format: 'sha1',
    walked,
    shallowBoundaries: reader.boundaries,
    items: () => (walked ? reader.walk(selection) : reader.named(selection)),
    close: async () => {},
  };
}

class Reader {
  readonly boundaries: string[] = [];

  constructor(
    private readonly revisions: Revisions,
    private readonly objects: DiskObjects,
    private readonly cut: ReadonlySet<string>,
  ) {}

  async *named({ revisions }: HistorySelection): AsyncGenerator<HistoryItem> {
    const found: { name: string; object: GitObject }[] = [];
    for (const name of revisions.length === 0 ? ['HEAD'] : revisions) {
      if (isPattern(name)) found.push(...(await this.#matching(name)));
      else found.push({ name, object: await this.revisions.object(name) });
    }
    for (const { name, object } of found) yield this.#item(name, object.id, object);
  }

  async *walk(selection: HistorySelection): AsyncGenerator<HistoryItem> {
    const refs = selection.all ? await this.revisions.refs() : [];
    if (selection.all) yield* this.#tags(refs);
    const given = selection.revisions.length === 0 && !selection.all ? ['HEAD'] : selection.revisions;
    const [from, without] = await this.#ends(given);
    for (const [, id] of refs) from.push(...(await this.#commitOf(id)));
    const request = { ...selection, from, without, cut: this.cut };
    for await (const id of walkCommits(request, (oid) => this.objects.read(oid)))
      yield this.#item(id, id, await this.objects.read(id));
  }

  async *#tags(refs: readonly (readonly [string, string])[]): AsyncGenerator<HistoryItem> {
    const tags = refs.filter(([name]) => name.startsWith('refs/tags/'));
    const named = new Set(tags.map(([, id]) => id));
    for (const [ref, id] of tags) {
      for (let next: string | undefined = id; next !== undefined; ) {
        const object: GitObject | undefined = await this.objects.read(next);
        if (object?.type === 'tag') yield this.#item(ref.slice('refs/tags/'.length), next, object);
        next = object?.type === 'tag' ? tagBelow(object.raw) : undefined;
        if (next !== undefined && named.has(next)) break;
        if (next !== undefined) named.add(next);
      }
    }
  }

  /** Where a walk starts and what it leaves out: `A..B` is B without A, `A...B` both without what they share. */
  async #ends(revisions: readonly string[]): Promise<[from: string[], without: string[]]> {
    const from: string[] = [];
    const without: string[] = [];
    const id = async (name: string) => (await this.revisions.commit(name || 'HEAD')).id;
    for (const revision of revisions) {
      const [, left = '', dots, right = ''] = /^(.*?)(\.{2,3})(.*)$/.exec(revision) ?? [];
      if (dots === '...')
        throw new GitError(
          'GIT_NOT_FOUND',
          `git is not in PATH, and it takes git to find "${harmless(revision)}"`,
        );
      if (dots) {
        without.push(await id(left));
        from.push(await id(right));
      } else if (revision.startsWith('^')) without.push(await id(revision.slice(1)));
      else if (isPattern(revision))
        from.push(...(await this.#matching(revision)).map(({ object }) => object.id));
      else from.push(await id(revision));
    }
    return [from, without];
  }

  async #matching(pattern: string): Promise<{ name: string; object: GitObject }[]> {
    const below = pattern.startsWith('refs/')
      ? [pattern]
      : ['refs/heads/', 'refs/remotes/', 'refs/tags/'].map((prefix) => prefix + pattern);
    const tests = below.map(globToRegExp);
    const found: { name: string; object: GitObject }[] = [];
    for (const [ref, id] of await this.revisions.refs()) {
      const object = tests.some((test) => test.test(ref)) ? await this.objects.read(id) : undefined;
      if (object) found.push({ name: ref.replace(/^refs\/(?:heads|tags|remotes)\//, ''), object });
    }
    if (found.length === 0)
      throw new GitError('REVISION_UNKNOWN', `no branch or tag has a name like "${harmless(pattern)}"`);
    return found;
  }

  async #commitOf(id: string): Promise<string[]> {
    try {
      return [(await this.revisions.commit(id)).id];
    } catch (error) {
      // A tag may point to a tree or a blob, which no commit leads to.
      if (error instanceof GitError) return [];
      throw error;
    }
  }

  #item(name: string, id: string, object: GitObject | undefined): HistoryItem {
    if (this.cut.has(id)) this.boundaries.push(id);
    const type = object?.type;
    if (!object || (type !== 'commit' && type !== 'tag')) {
      const detail = 'the object is not in this repository';
      return { name, object: { id, type: 'commit', unread: 'missing', detail } };
    }
    if (objectId(type, object.raw, 'sha1') === id)
      return { name, object: { id, type, raw: object.raw, format: 'sha1' } };
    const detail = 'the repository is damaged: it holds other bytes under this id';
    return { name, object: { id, type, unread: 'other-bytes', detail } };
  }
}

function shallowIds(commonDir: string): ReadonlySet<string> {
  try {
    return new Set(readFileSync(join(commonDir, 'shallow'), 'utf8').split('\n').filter(Boolean));
  } catch {
    return new Set();
  }
}
