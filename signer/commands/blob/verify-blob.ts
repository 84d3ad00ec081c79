import { BundleError, bundlesIn, LARGEST_BUNDLE } from '../../../core/bundle/index.js';
import { answerOf, type JudgedItem } from '../../../core/finding/index.js';
import { harmless } from '../../../core/harmless/index.js';
import type { PublicKey } from '../../../core/primitives/index.js';
import {
  blocksText,
  type CountSummary,
  countWords,
  jsonRenderer,
  type Renderer,
  verdictJson,
  verdictText,
} from '../../../core/render/index.js';
import { allowsSigner, policyOfFlags, type SignerPolicy } from '../../../core/signer-policy/index.js';
import { type Verdict, withSignerDecision } from '../../../core/verdict/index.js';
import { verifyBundle } from '../../../core/verify/index.js';
import { SignerError } from '../../errors.js';
import { type Judge, openJudge } from '../../run/judge.js';
import { ask, type Question } from '../../run/question.js';
import { openSession } from '../../session.js';
import { useColour } from '../../terminal/colour.js';
import { parseVerifyBlobRequest, type VerifyBlobRequest } from './options.js';
import { readArtifact, readFileBytes, readPublicKey } from './read-artifact.js';
import { VERIFY_BLOB } from './specs.js';

/** If the user gave a key, its signature is allowed. For a certificate, the policy decides about the identity. */
function decide(verdict: Verdict, key: string | undefined, policy: SignerPolicy | undefined): Verdict {
  if (key !== undefined)
    return withSignerDecision(verdict, { decision: 'allowed', detail: `the key ${key} of the command line` });
  return policy && verdict.signer
    ? withSignerDecision(verdict, allowsSigner(policy, verdict.signer))
    : verdict;
}

/** Why a bundle could not be read; undefined if it could, whatever its verdict. */
function unreadable({ checks }: Verdict): string | undefined {
  const why = checks.find(({ name, outcome }) => name === 'structure' && outcome !== 'passed');
  return why?.reason === 'BUNDLE_MALFORMED' || why?.reason === 'BUNDLE_VERSION_NOT_SUPPORTED'
    ? why.detail
    : undefined;
}

function noBundle(path: string, why: string): SignerError {
  return new SignerError(
    'BUNDLE_UNREADABLE',
    harmless(`${path} holds no Sigstore bundle that can be read: ${why}`),
    'give a bundle of version 0.1 to 0.3, JSON lines of bundles, or the attestations of npm’s registry',
  );
}

function read(path: string, text: Uint8Array): readonly Uint8Array[] {
  try {
    return bundlesIn(text);
  } catch (error) {
    if (error instanceof BundleError) throw noBundle(path, error.message);
    throw error;
  }
}

/** The verdict of every bundle. @throws SignerError BUNDLE_UNREADABLE if none of them can be read */
async function judgeBundles(
  { file, bundle, key, evidence }: VerifyBlobRequest,
  { options, policy }: Judge,
  publicKey: PublicKey | undefined,
): Promise<readonly Verdict[]> {
  const [artifact, text] = await Promise.all([readArtifact(file), readFileBytes(bundle, LARGEST_BUNDLE)]);
  const verdicts: Verdict[] = [];
  for (const one of read(bundle, text)) {
    const input = { bundle: one, artifact, ...(publicKey && { publicKey }) };
    verdicts.push(decide(await verifyBundle(input, { ...options, ...evidence }), key, policy));
  }
  const [why] = verdicts.map(unreadable);
  if (why !== undefined && verdicts.every((verdict) => unreadable(verdict) !== undefined))
    throw noBundle(bundle, why);
  return verdicts;
}

/** The verdict of one of several bundles. */
interface BundleItem extends JudgedItem {
  /** Which one, from 1; absent where there is only one. */
  readonly bundle?: number;
}

function itemsOf(file: string, verdicts: readonly Verdict[]): BundleItem[] {
  const several = verdicts.length > 1;
  return verdicts.map((verdict, i) => ({
    name: file,
    subject: verdict.object,
    verdict,
    findings: [],
    ...(several && { title: `bundle ${i + 1} of ${verdicts.length}`, bundle: i + 1 }),
  }));
}

async function open(request: VerifyBlobRequest) {
  const { file, key } = request;
  const policy = await policyOfFlags(request.identity);
  const publicKey = key === undefined ? undefined : await readPublicKey(key);
  const { config } = await openSession(request.flags);
  const judge = await openJudge(config, false, policy);
  const items = itemsOf(file, await judgeBundles(request, judge, publicKey));
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
