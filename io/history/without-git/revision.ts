import fs from 'node:fs';
import { expandOid } from 'isomorphic-git';
import { latin1 } from '../../../core/encoding/index.js';
import { harmless } from '../../../core/harmless/index.js';
import { GitError, type GitObject } from '../../git/index.js';
import type { Point } from '../../revision/grammar.js';
import { ambiguous, placesOf } from '../../revision/places.js';
import type { DiskRefs } from './refs.js';
import type { DiskObjects, DiskRepository } from './repository.js';

const STEPS = /^(?:~\d*|\^\d*|\^\{(?:commit|tag)?\})*$/;
const STEP = /~\d*|\^\{(?:commit|tag)?\}|\^\d*/g;

/** An object, and the full name of the ref that points to it, if there is one. */
export interface Found {
  readonly object: GitObject;
  readonly ref?: string;
}

function unknown(revision: string): GitError {
  return new GitError(
    'REVISION_UNKNOWN',
    `there is no object ${harmless(revision)} in this repository, or only git can find it, and git is not in PATH`,
  );
}

/** Resolves names of refs and ids, with `X~2`, `X^1`, `X^{commit}` and `X^{tag}` (gitrevisions(7)). */
export class Revisions {
  constructor(
    private readonly at: DiskRepository,
    private readonly refs: DiskRefs,
    private readonly objects: DiskObjects,
  ) {}

  /**
   * The object that a point names. For an annotated tag it is the tag object. @throws GitError REVISION_UNKNOWN,
   * REVISION_AMBIGUOUS
   */
  async object({ base, marks, steps }: Point, shown: string): Promise<Found> {
    const meaning = marks.length === 0 && STEPS.test(steps) ? await this.#meaning(base) : undefined;
    let object = meaning && (await this.objects.readSound(meaning.id));
    for (const step of steps.match(STEP) ?? []) object = object && (await this.#step(object, step));
    if (!object) throw unknown(shown);
    const { ref } = meaning ?? {};
    return { object, ...(ref !== undefined && /^(?:\^\{tag\})*$/.test(steps) && { ref }) };
  }

  /** The commit that a point leads to. @throws GitError REVISION_UNKNOWN, REVISION_AMBIGUOUS */
  async commit(point: Point, shown: string): Promise<GitObject> {
    const found = await this.peeled((await this.object(point, shown)).object);
    if (found?.type !== 'commit') throw unknown(shown);
    return found;
  }

  /**
   * For a tag, the object at the end of its chain; any other object is returned as it is. Undefined if it is
   * missing.
   */
  async peeled(object: GitObject): Promise<GitObject | undefined> {
    let at: GitObject | undefined = object;
    // A chain of tags cannot be a circle, because each id is the hash of its object.
    while (at?.type === 'tag') {
      const target: string | undefined = /^object ([0-9a-f]{40})\n/.exec(latin1(at.raw.subarray(0, 50)))?.[1];
      at = target === undefined ? undefined : await this.objects.readSound(target);
    }
    return at;
  }

  async #meaning(name: string): Promise<{ readonly id: string; readonly ref?: string } | undefined> {
    if (/^[0-9a-f]{40}$/i.test(name)) return { id: name.toLowerCase() };
    if (name === 'HEAD') {
      const id = await this.refs.head();
      return id === undefined ? undefined : { id, ref: 'HEAD' };
    }
    const refs = await this.refs.all();
    const found = placesOf(name).flatMap((ref) => {
      const id = refs.get(ref);
      return id === undefined ? [] : [{ id, ref }];
    });
    const abbreviated = name.startsWith('refs/') ? [] : await this.#abbreviated(name);
    const [one, ...others] = [...found, ...abbreviated];
    if (one && others.length > 0)
      throw ambiguous(name, [...found.map(({ ref }) => ref), ...abbreviated.map(({ id }) => id)]);
    return one;
  }

  async #abbreviated(name: string): Promise<{ readonly id: string }[]> {
    if (!/^[0-9a-f]{4,39}$/i.test(name)) return [];
    try {
      return [{ id: await expandOid({ fs, gitdir: this.at.commonDir, oid: name.toLowerCase() }) }];
    } catch (error) {
      if (error instanceof Error && error.name === 'AmbiguousError')
        throw ambiguous(name, ['several objects']);
      return [];
    }
  }

  async #step(object: GitObject, step: string): Promise<GitObject | undefined> {
    if (step === '^{tag}') return object.type === 'tag' ? object : undefined;
    const commit = await this.peeled(object);
    if (step.startsWith('^{')) return commit;
    const count = step.length === 1 ? 1 : Number(step.slice(1));
    if (step.startsWith('^')) return count === 0 ? commit : this.#parent(commit, count - 1);
    let at = commit;
    for (let i = 0; i < count && at; i++) at = await this.#parent(at, 0);
    return at;
  }

  async #parent(commit: GitObject | undefined, index: number): Promise<GitObject | undefined> {
    const id = commit?.type === 'commit' ? parentsOf(commit.raw)[index] : undefined;
    return id === undefined ? undefined : this.objects.readSound(id);
  }
}

/** The ids in the `parent` lines of a commit, which follow its `tree` line. */
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
