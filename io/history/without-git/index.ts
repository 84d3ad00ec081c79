import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { harmless } from '../../../core/harmless/index.js';
import { GitError, type GitObject, type GitPlace } from '../../git/index.js';
import { chosenParents } from '../../revision/ends.js';
import { parseRevision } from '../../revision/grammar.js';
import { LeftOutSoFar } from '../left-out.js';
import { FOLLOWED, groupOthers } from '../refs.js';
import { checkRevisions, isPattern, isWalk } from '../selection.js';
import { tagBelow } from '../tag-below.js';
import type { History, HistoryItem, HistorySelection, UnreadObject } from '../types.js';
import { globToRegExp } from './pattern.js';
import { DiskRefs } from './refs.js';
import { DiskObjects, diskRepository, type OtherBytes } from './repository.js';
import { parentsOf, Revisions } from './revision.js';
import { walkCommits } from './walk.js';

/**
 * The selected objects, read from disk on a machine without a git program. Works for repositories with SHA-1 ids.
 * This reader ignores replace refs and grafts, and it fetches nothing.
 * @throws GitError NOT_A_REPOSITORY, REVISION_UNKNOWN, GIT_NOT_FOUND for what only git can read
 */
export async function openWithoutGit(selection: HistorySelection, place: GitPlace): Promise<History> {
  checkRevisions(selection.revisions);
  if (selection.since !== undefined || selection.until !== undefined)
    throw new GitError('GIT_NOT_FOUND', 'git is not in PATH, and only git can interpret dates');
  const at = await diskRepository(place.cwd ?? process.cwd(), place.env ?? process.env);
  const objects = new DiskObjects(at.commonDir);
  const refs = new DiskRefs(at);
  const reader = new Reader(refs, new Revisions(at, refs, objects), objects, shallowIds(at.commonDir));
  const walked = isWalk(selection);
  return {
    format: 'sha1',
    walked,
    shallowBoundaries: reader.boundaries,
    leftOut: reader.leftOut,
    items: () => (walked ? reader.walk(selection) : reader.named(selection)),
    close: async () => {},
  };
}

const TAGS = 'refs/tags/';

/** The id of an object, and its name. */
interface Named {
  readonly name: string;
  readonly ref?: string;
  readonly id: string;
}

/** An object that was found. */
interface Called extends Named {
  readonly object: GitObject | OtherBytes | undefined;
}

class Reader {
  readonly boundaries: string[] = [];
  readonly leftOut = new LeftOutSoFar();

  constructor(
    private readonly refs: DiskRefs,
    private readonly revisions: Revisions,
    private readonly objects: DiskObjects,
    private readonly cut: ReadonlySet<string>,
  ) {}

  async *named({ revisions, names }: HistorySelection): AsyncGenerator<HistoryItem> {
    if (names) {
      for await (const group of names)
        for (const name of group.filter((line) => line !== '')) {
          checkRevisions([name]);
          yield* this.#namedAll([name], true);
        }
      return;
    }
    yield* this.#namedAll(revisions.length === 0 ? ['HEAD'] : revisions, false);
  }

  async *#namedAll(names: readonly string[], listed: boolean): AsyncGenerator<HistoryItem> {
    const found: Named[] = [];
    for (const name of names) {
      const selector = parseRevision(name);
      if (isPattern(name)) found.push(...(await this.#matching(name)));
      else if (/^[0-9a-f]{40}$/.test(name)) found.push({ name, id: await this.#known(name, listed) });
      else if (selector.kind !== 'point') throw needsGit(name);
      else {
        const { object, ref } = await this.revisions.object(selector.point, name);
        found.push({ name, id: object.id, ...(ref !== undefined && { ref }) });
      }
    }
    for (const one of found) yield this.#item({ ...one, object: await this.objects.read(one.id) });
  }

  async *walk(selection: HistorySelection): AsyncGenerator<HistoryItem> {
    const { all, revisions } = selection;
    const refs = all ? [...(await this.refs.all())] : [];
    const followed = refs.filter(([name]) => FOLLOWED.test(name));
    if (all) {
      this.leftOut.refs.push(...groupOthers(refs.map(([name]) => name)));
      yield* this.#tags(followed);
    }
    const [from, without, tags] = await this.#ends(revisions.length === 0 && !all ? ['HEAD'] : revisions);
    for (const tag of tags)
      if (!followed.some(([ref]) => ref === tag.ref))
        yield this.#item({ ...tag, object: await this.objects.read(tag.id) });
    for (const [ref, id] of followed) from.push(...(await this.#commitOf(ref, id)));
    const head = all ? await this.refs.head() : undefined;
    if (head !== undefined) from.push(...(await this.#commitOf('HEAD', head)));
    const request = { ...selection, from, without, cut: this.cut };
    for await (const id of walkCommits(request, (oid) => this.objects.readSound(oid)))
      yield this.#item({ name: id, id, object: await this.objects.read(id) });
  }

  async *#tags(refs: readonly (readonly [string, string])[]): AsyncGenerator<HistoryItem> {
    const tags = refs.filter(([name]) => name.startsWith(TAGS));
    const named = new Set(tags.map(([, id]) => id));
    for (const [ref, id] of tags) {
      const name = ref.slice(TAGS.length);
      let object = await this.objects.read(id);
      if (object && 'type' in object && object.type !== 'tag') continue;
      yield this.#item({ name, ref, id, object });
      for (let next = below(object); next !== undefined && !named.has(next); next = below(object)) {
        named.add(next);
        object = await this.objects.read(next);
        yield this.#item({ name, id: next, object });
      }
    }
  }

  /**
   * Where a walk starts and what it excludes: `A..B` is B without A. `A...B` is refused, because only git can find
   * the merge base. A tag that is named alone stands for itself too.
   */
  async #ends(
    revisions: readonly string[],
  ): Promise<[from: string[], without: string[], tags: readonly Named[]]> {
    const tags: Named[] = [];
    const from: string[] = [];
    const without: string[] = [];
    for (const revision of revisions) {
      const selector = parseRevision(revision);
      if (isPattern(revision))
        for (const one of await this.#matching(revision)) {
          const { ref = '', id } = one;
          if ((await this.objects.readSound(id))?.type === 'tag') tags.push(one);
          const commits = await this.#commitOf(ref, id);
          from.push(...commits);
        }
      else if ('point' in selector) {
        const { kind, point, parents } = selector;
        const { id, raw } = await this.revisions.commit(point, revision);
        if (kind === 'point' && parents === '') {
          const { object, ref } = await this.revisions.object(point, revision);
          if (object.type === 'tag')
            tags.push({ name: revision, id: object.id, ...(ref !== undefined && { ref }) });
        }
        const [wanted, other] = kind === 'without' ? [without, from] : [from, without];
        if (parents !== '^@') wanted.push(id);
        if (parents === '') continue;
        const chosen = chosenParents(parents, this.cut.has(id) ? [] : parentsOf(raw), revision);
        (parents === '^@' ? wanted : other).push(...chosen);
      } else {
        if (selector.kind === '...') throw needsGit(revision);
        without.push((await this.revisions.commit(selector.left, revision)).id);
        from.push((await this.revisions.commit(selector.right, revision)).id);
      }
    }
    return [from, without, tags];
  }

  async #matching(pattern: string): Promise<Named[]> {
    const patterns = pattern.startsWith('refs/')
      ? [pattern]
      : ['refs/heads/', 'refs/remotes/', TAGS].map((prefix) => prefix + pattern);
    const tests = patterns.map(globToRegExp);
    const found: Named[] = [];
    for (const [ref, id] of await this.refs.all()) {
      if (!tests.some((test) => test.test(ref))) continue;
      const object = await this.objects.read(id);
      if (object && 'type' in object && object.type !== 'commit' && object.type !== 'tag')
        this.leftOut.unsignable.push(ref);
      else found.push({ name: ref.replace(FOLLOWED, ''), ref, id });
    }
    if (found.length === 0)
      throw new GitError('REVISION_UNKNOWN', `no branch or tag has a name like "${harmless(pattern)}"`);
    return found;
  }

  /** An id from a list may name an object that is missing. */
  async #known(id: string, listed: boolean): Promise<string> {
    if (listed || (await this.objects.read(id))) return id;
    throw new GitError('REVISION_UNKNOWN', `there is no object ${id} in this repository`);
  }

  /** The commit that a ref leads to; none if a tag points to a tree or a blob. */
  async #commitOf(ref: string, id: string): Promise<string[]> {
    const object = await this.objects.readSound(id);
    const end = object && (await this.revisions.peeled(object));
    if (!end)
      throw new GitError('GIT_FAILED', `${harmless(ref)} leads to an object that is not in this repository`);
    if (end.type !== 'commit' && object.type !== 'tag') this.leftOut.unsignable.push(ref);
    return end.type === 'commit' ? [end.id] : [];
  }

  #item({ name, ref, id, object }: Called): HistoryItem {
    if (this.cut.has(id)) this.boundaries.push(id);
    const called = { name, ...(ref !== undefined && { ref }) };
    if (object && 'raw' in object && (object.type === 'commit' || object.type === 'tag'))
      return { ...called, object: { id, type: object.type, raw: object.raw, format: 'sha1' } };
    return { ...called, object: { id, type: 'commit', ...unreadOf(object) } };
  }
}

function below(object: GitObject | OtherBytes | undefined): string | undefined {
  return object && 'raw' in object && object.type === 'tag' ? tagBelow(object.raw) : undefined;
}

function unreadOf(object: GitObject | OtherBytes | undefined): Omit<UnreadObject, 'id' | 'type'> {
  if (!object) return { unread: 'missing', detail: 'the object is not in this repository' };
  return 'otherBytes' in object
    ? { unread: 'other-bytes', detail: 'the repository is damaged: it holds other bytes under this id' }
    : { unread: 'other-type', detail: `it is a ${object.type}, which no signature can be on` };
}

function needsGit(revision: string): GitError {
  return new GitError('GIT_NOT_FOUND', `git is not in PATH, and only git can find "${harmless(revision)}"`);
}

function shallowIds(commonDir: string): ReadonlySet<string> {
  try {
    return new Set(readFileSync(join(commonDir, 'shallow'), 'utf8').split('\n').filter(Boolean));
  } catch {
    return new Set();
  }
}
