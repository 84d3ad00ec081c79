import { LARGEST_BUNDLE } from '../../../core/bundle/index.js';
import { answerOf } from '../../../core/finding/index.js';
import {
  blocksText,
  type CountSummary,
  countWords,
  jsonRenderer,
  type Renderer,
  verdictJson,
  verdictText,
} from '../../../core/render/index.js';
import { policyOfFlags } from '../../../core/signer-policy/index.js';
import {
  type BundleItem,
  bundleItems,
  readArtifact,
  readPublicKey,
  verifyBlob,
} from '../../../inspect/blob/index.js';
import { readAll } from '../../../io/files/input.js';
import { readFileBytes } from '../../../io/files/read-file.js';
import { type Judge, openJudge } from '../../run/judge.js';
import { ask, type Question } from '../../run/question.js';
import { openSession } from '../../session.js';
import { useColour } from '../../terminal/colour.js';
import { parseVerifyBlobRequest, type VerifyBlobRequest } from './options.js';
import { VERIFY_BLOB } from './specs.js';

async function open({ file, bundle, identity, key: path, evidence, flags }: VerifyBlobRequest) {
  const policy = await policyOfFlags(identity);
  const key = path === undefined ? undefined : { name: path, key: await readPublicKey(path) };
  const { config } = await openSession(flags);
  const judge = await openJudge(config, false, policy);
  const [artifact, bytes] = await Promise.all([
    file === '-' ? readAll(0, 'standard input') : readArtifact(file),
    readFileBytes(bundle, LARGEST_BUNDLE),
  ]);
  const asked = { artifact, bundle: { name: bundle, bytes }, evidence, ...(key && { key }) };
  const items = bundleItems(file, await verifyBlob(judge, asked));
  return { context: judge, items, summary: () => ({ items: items.length }) };
}

function text(): Renderer<BundleItem, CountSummary> {
  const colour = useColour();
  return blocksText(({ name, title, verdict }, answer) => {
    const shown = title === undefined ? name : `${name}, ${title}`;
    return verdictText(verdict, shown, { colour, checks: 'short', holds: answer === 'holds' });
  });
}

/**
 * `waxseal verify-blob FILE --bundle BUNDLE`: says whether Sigstore bundles vouch for a file, and whether the signer is allowed.
 * Nothing is looked up. A check that cosign's `--insecure-ignore-…` removes is shown as not made; the answer is then yes only for
 * an identity or a key that the user named.
 */
const QUESTION: Question<VerifyBlobRequest, BundleItem, CountSummary, Judge> = {
  spec: VERIFY_BLOB,
  words: { heading: 'Bundles', summary: countWords('bundle', 'bundles') },
  sentences: () => [],
  parse: parseVerifyBlobRequest,
  open,
  text,
  json: ({ trust, policy }, { key }) =>
    jsonRenderer({
      head: {
        trustedRoot: { digest: trust.root.digest },
        policy: key === undefined ? (policy?.source ?? null) : 'the command line',
      },
      list: 'objects',
      element: ({ verdict, name, bundle }) => ({
        ...verdictJson(verdict, name),
        ...(bundle !== undefined && { bundle }),
      }),
      tail: () => ({}),
    }),
  answer: (item, { anySigner }) => answerOf(item, { anySigner }),
};

/** See {@link QUESTION}. @returns the exit status of `ask` @throws what made an answer impossible */
export function run(argv: readonly string[]): Promise<number> {
  return ask(QUESTION, argv);
}
