import type { GitObject, GitPlace, NoGitObject } from '../git/index.js';
import type { LeftOutSoFar } from './left-out.js';
import { tagRefs } from './refs.js';
import { tagBelow } from './tag-below.js';
import type { HistorySelection } from './types.js';
import type { Read } from './wanted.js';

/** Reads the objects of tags. */
interface Objects {
  read(name: string): Promise<GitObject | NoGitObject>;
}

/**
 * Tags sorted by name. A tag may point to further tags that have no ref of their own: those follow it, each once,
 * to the end of the chain.
 */
export async function* tags(
  { lightweightTag }: HistorySelection,
  place: GitPlace,
  reader: Objects,
  leftOut: LeftOutSoFar,
): AsyncGenerator<Read> {
  const refs = await tagRefs(place);
  const seen = new Set(refs.map(({ id }) => id));
  for (const { ref, name, id, type } of refs) {
    if (type !== 'tag') {
      const of = type === 'commit' ? {} : { of: type };
      if (lightweightTag?.(name))
        yield { wanted: { name, ref, id, type: 'commit', ...of }, answer: await reader.read(id) };
      else if (type !== 'commit') leftOut.unsignable.push(ref);
      continue;
    }
    let answer = await reader.read(id);
    yield { wanted: { name, ref, id, type: 'tag' }, answer };
    for (let next = below(answer); next !== undefined && !seen.has(next); next = below(answer)) {
      seen.add(next);
      answer = await reader.read(next);
      yield { wanted: { name, id: next, type: 'tag' }, answer };
    }
  }
}

function below(answer: GitObject | NoGitObject): string | undefined {
  return 'raw' in answer ? tagBelow(answer.raw) : undefined;
}
