import { answerOf, type Item } from '../../../core/finding/index.js';
import {
  type CountSummary,
  countWords,
  FORMATS,
  jsonDocument,
  wholeRenderer,
} from '../../../core/render/index.js';
import { TRUST_SENTENCES, trustItems } from '../../../inspect/trust/index.js';
import { unixNow } from '../../../io/clock.js';
import { userDirectories } from '../../../io/config/index.js';
import { type LoadedTrust, loadTrustedRoot } from '../../../io/trust/index.js';
import { formatOf } from '../../options/common.js';
import { parseOptions } from '../../options/parse.js';
import { type Asked, ask, type Question } from '../../run/question.js';
import { openSession } from '../../session.js';
import { TRUST_SHOW } from './specs.js';
import { trustJson, trustText } from './trusted-root-text.js';

interface Context {
  readonly loaded: LoadedTrust;
  /** Unix seconds. */
  readonly now: number;
}

async function open() {
  const { config } = await openSession();
  const loaded = await loadTrustedRoot(config, { cacheDirectory: userDirectories(process.env).cache });
  const context: Context = { loaded, now: unixNow() };
  const items = trustItems(loaded, context.now);
  return { context, items, summary: () => ({ items: items.length }) };
}

/** `waxseal trust show`: the trusted root in use, its source, its age, and who is trusted when. */
const QUESTION: Question<Asked, Item, CountSummary, Context> = {
  spec: TRUST_SHOW,
  words: { heading: 'Trust', summary: countWords('entry', 'entries') },
  onlyShows: true,
  sentences: () => [TRUST_SENTENCES],
  parse: (argv) => ({ format: formatOf(parseOptions(TRUST_SHOW, argv).values.format, FORMATS) }),
  open,
  text: ({ loaded, now }) => wholeRenderer(() => trustText(loaded, now)),
  json: ({ loaded, now }) => wholeRenderer(() => jsonDocument(trustJson(loaded, now))),
  answer: (item) => answerOf(item, { failOn: 'warning' }),
};

/** See {@link QUESTION}. @returns 0 @throws TrustError if there is no trusted root to show */
export function show(argv: readonly string[]): Promise<number> {
  return ask(QUESTION, argv);
}
