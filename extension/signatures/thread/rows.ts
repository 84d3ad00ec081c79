import { GitObjectError, parseCommit, parseTag } from '../../../core/git/index.js';
import type { HistoryItem } from '../../../io/history/index.js';
import type { Row } from '../calls.js';

const LONGEST_SUBJECT = 200;
/** A longer text cannot be a name, and it would be kept with every row. */
const LONGEST_NAME = 300;

function personOf({ name, email }: { readonly name: string; readonly email: string }) {
  return { name: name.slice(0, LONGEST_NAME), email: email.slice(0, LONGEST_NAME) };
}

function firstLine(message: string): string {
  return (/^\s*([^\n]*)/.exec(message)?.[1] ?? '').slice(0, LONGEST_SUBJECT);
}

/** What is shown of a commit or tag, even if it cannot be verified. Damaged objects are not left out. */
export function rowOf({ name, object }: HistoryItem): Row {
  const { id, type } = object;
  const bare = { id, type, name, subject: '' };
  if ('unread' in object) return bare;
  try {
    if (type === 'tag') {
      const { message, tagger } = parseTag(object.raw);
      const by = tagger && { author: personOf(tagger), time: tagger.time };
      return { ...bare, subject: firstLine(message), ...by };
    }
    const { author, message } = parseCommit(object.raw);
    return {
      ...bare,
      subject: firstLine(message),
      author: personOf(author),
      time: author.time,
    };
  } catch (error) {
    if (!(error instanceof GitObjectError)) throw error;
    return bare;
  }
}
