import type { Certificate } from '../../../core/certificate/index.js';
import { answerOf, type JudgedItem } from '../../../core/finding/index.js';
import { harmlessJson } from '../../../core/harmless/index.js';
import {
  blocksText,
  type CountSummary,
  certificateJson,
  certificateText,
  countWords,
  jsonDocument,
  verdictJson,
  verdictText,
  wholeRenderer,
} from '../../../core/render/index.js';
import { asAskedFor } from '../../../core/verify/index.js';
import { exportEvidence, signerCertificate } from '../../../inspect/commits/export.js';
import { itemOf } from '../../../inspect/commits/items.js';
import { readOne } from '../../../io/history/index.js';
import { judgeObject, openJudge } from '../../run/judge.js';
import { ask, type Question } from '../../run/question.js';
import { openSession } from '../../session.js';
import { useColour } from '../../terminal/colour.js';
import { writeAll } from '../../terminal/write.js';
import { parseShowRequest, type ShowRequest } from './options.js';
import { SHOW } from './specs.js';

/** The repository of the current directory. */
const HERE = { env: process.env };

/** What a form of output needs besides the item, which has no certificate. */
interface Context {
  readonly item: JudgedItem;
  readonly certificate: Certificate | undefined;
}

async function open({ revision, online, flags }: ShowRequest) {
  const { config } = await openSession(flags);
  const { object, ref } = await readOne(HERE, revision);
  const judge = await openJudge(config, online ?? config.verifyOnline.value);
  const verdict = asAskedFor(await judgeObject(judge, object), object, ref);
  const { raw } = object;
  const item = itemOf({ name: revision, verdict, ...(raw && { raw }) });
  const context: Context = { item, certificate: signerCertificate(object) };
  return { context, items: [item], summary: () => ({ items: 1 }) };
}

/** `waxseal show REV`: everything about one signature. It judges nothing: use `verify` for an exit status. */
const QUESTION: Question<ShowRequest, JudgedItem, CountSummary, Context> = {
  spec: SHOW,
  words: { heading: 'Signatures', summary: countWords('object', 'objects') },
  onlyShows: true,
  sentences: () => [],
  parse: parseShowRequest,
  open,
  text: ({ certificate }) =>
    blocksText(({ verdict, name }) => {
      const text = verdictText(verdict, name, { colour: useColour(), checks: 'all' });
      return certificate ? `${text}${certificateText(certificate, verdict.signer)}` : text;
    }),
  json: ({ item, certificate }) =>
    wholeRenderer(() =>
      jsonDocument({
        ...verdictJson(item.verdict, item.name),
        certificate: certificate && certificateJson(certificate),
      }),
    ),
  answer: (item) => answerOf(item),
};

async function exportTo(
  { revision, online, flags }: ShowRequest,
  exported: 'bundle' | 'artifact',
): Promise<number> {
  const { config } = await openSession(flags);
  const { object } = await readOne(HERE, revision);
  const { bundle, artifact } = await exportEvidence(config, object, online ?? config.verifyOnline.value);
  writeAll(1, exported === 'bundle' ? `${harmlessJson(bundle, 2)}\n` : artifact);
  return 0;
}

/**
 * See {@link QUESTION}. `--format bundle` prints a Sigstore bundle, and `--format artifact` the bytes that this bundle signs.
 * @returns 0, whatever the verdict
 * @throws what made an answer or a bundle impossible
 */
export async function run(argv: readonly string[]): Promise<number> {
  const request = parseShowRequest(argv);
  return request.exported ? exportTo(request, request.exported) : ask(QUESTION, argv);
}
