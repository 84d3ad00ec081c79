import type { JudgedItem } from '../../core/finding/index.js';
import { headlineOf } from '../../core/git/index.js';
import type { NamedVerdict } from '../basis/index.js';

/**
 * A verdict on a commit or tag as an item. What the object says about itself is parsed only when somebody reads it.
 */
export function itemOf({ name, verdict, raw }: NamedVerdict): JudgedItem {
  let headline: ReturnType<typeof headlineOf> | undefined;
  const said = () => {
    headline ??= raw ? headlineOf(raw) : { subject: '' };
    return headline;
  };
  return {
    name,
    subject: verdict.object,
    verdict,
    findings: [],
    get title() {
      return said().subject;
    },
    get statedTime() {
      return said().time;
    },
  };
}

/** Every verdict of a run as an item, as a stream. */
export async function* itemsOf(verdicts: AsyncIterable<NamedVerdict>): AsyncIterable<JudgedItem> {
  for await (const named of verdicts) yield itemOf(named);
}
