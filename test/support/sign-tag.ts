import { utf8 } from '../../core/encoding/index.js';
import { joinObject } from '../../core/git/index.js';
import type { historyRepo } from './history.js';
import type { TestInstance } from './instance.js';

/** A tag to make: the name that it states, and its target. */
export interface MadeTag {
  readonly name: string;
  readonly object: string;
  readonly type: 'commit' | 'tag' | 'tree' | 'blob';
  /** Header lines after the name, with their line ends. */
  readonly more?: string;
  /** Changes the raw object after signing. */
  readonly alter?: (raw: Buffer) => Buffer;
}

/** Writes a tag object signed by the instance. No ref points to it yet. */
export function signTag(
  repo: Pick<ReturnType<typeof historyRepo>, 'at' | 'dir'>,
  instance: TestInstance,
  { name, object, type, more = '', alter = (raw) => raw }: MadeTag,
): string {
  const who = `Dev <dev@example.test> ${instance.start + 2000} +0000`;
  const payload = utf8(
    `object ${object}\ntype ${type}\ntag ${name}\n${more}tagger ${who}\n\nA tag called ${name}\n`,
  );
  const { armor } = instance.sign(payload);
  const raw = joinObject({ type: 'tag', payload, armor, format: 'sha1' });
  return repo.at(
    repo.dir,
    ['hash-object', '-t', 'tag', '-w', '--literally', '--stdin'],
    alter(Buffer.from(raw)),
  );
}
