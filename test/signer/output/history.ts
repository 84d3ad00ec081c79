import { utf8 } from '../../../core/encoding/index.js';
import type { Answer, JudgedItem } from '../../../core/finding/index.js';
import {
  HISTORY_WORDS,
  junitRenderer,
  type Renderer,
  type RenderOptions,
  sarifRenderer,
  verdictsText,
} from '../../../core/render/index.js';
import type { HistorySummary, Verdict } from '../../../core/verdict/index.js';
import { itemOf } from '../../../inspect/commits/index.js';
import { VERSION } from '../../../io/version.js';
import { QUESTION } from '../../../signer/commands/commits/verify.js';
import { withAnnotations } from '../../../signer/run/annotate.js';
import { commitPayload } from '../../support/signed-commit.js';
import { HOSTILE, VERDICTS, VERIFIED } from '../verdicts.js';

/** A subject line that tries to be a command, markup, a link and a terminal sequence at the same time. */
export const NASTY =
  '::error::x%0A::set-output name=a::b ##[add-mask]x ##vso[task.x] <b>&"\' ]]> | `a` [l](http://e) @team \x1b[2J\u202e';

function named(verdict: Verdict, name: string, message: string): JudgedItem {
  return itemOf({ name, verdict, raw: commitPayload(message) });
}

const EXEMPT: Verdict = {
  ...VERDICTS.unsigned,
  object: { id: 'e0'.repeat(20), type: 'commit' },
  exempt: {
    rule: 'exception at line 7',
    reason: 'squashed by the forge on the day of the move',
    until: 1_830_000_000,
  },
};

const WORKFLOW = 'https://github.com/octo/app/.github/workflows/release.yml@refs/heads/main';

function workflow() {
  if (!VERIFIED.signer) throw new Error('the verdict names its signer');
  return VERIFIED.signer;
}

/** One object for every outcome, one exempt object, and one in which everything from outside is hostile. */
export const HISTORY: readonly JudgedItem[] = [
  ...Object.values(VERDICTS).map((verdict) =>
    named(
      verdict,
      verdict.object.id,
      'Say something that is rather longer than a row of the table\n\nMore.\n',
    ),
  ),
  named(
    { ...VERIFIED, signer: { ...workflow(), subject: WORKFLOW } },
    'v1.0',
    '山田太郎さんの変更を取り込む、長い件名\n',
  ),
  named(
    VERIFIED,
    VERIFIED.object.id,
    'Ze\u0301ro\u0301 👩 \u0301\u0302\u0303\u0304\u0305\u0306 emoji 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉\n',
  ),
  named(EXEMPT, EXEMPT.object.id, 'Squashed (#12)\n'),
  named(HOSTILE, `${NASTY}\nx`, `${NASTY}\n`),
  itemOf({
    name: 'gone',
    verdict: { ...VERDICTS.incomplete, object: { id: 'ab'.repeat(32), type: 'commit' } },
  }),
];

/** The result for the history. */
export const SUMMARY: HistorySummary = {
  objects: HISTORY.length,
  outcomes: { verified: 3, valid: 1, incomplete: 2, refused: 1, invalid: 2, unsigned: 2 },
  exempt: 1,
  shallowBoundaries: [],
  leftOut: { refs: [{ name: 'refs/pull/', count: 2 }], unsignable: ['refs/tags/key'], byDate: 3 },
};

/** Whether the command succeeds with this object. */
export function holds({ verdict }: JudgedItem): boolean {
  return verdict.outcome === 'verified' || verdict.exempt !== undefined;
}

/** Everything that a form of output reports about a history. */
export function written(
  renderer: Renderer<JudgedItem, HistorySummary>,
  history = HISTORY,
  summary = SUMMARY,
): string {
  const answer = (one: JudgedItem): Answer => (holds(one) ? 'holds' : 'fails');
  const rows = history.map((one) => renderer.one(one, answer(one)));
  return renderer.begin() + rows.join('') + renderer.end(summary);
}

/** What renderers get in `waxseal verify`. */
export const OPTIONS: RenderOptions<HistorySummary> = {
  ...QUESTION.words,
  sentences: [],
  version: VERSION,
  command: 'waxseal verify',
};
const REQUEST = {} as never;

export const sarif = () => sarifRenderer(OPTIONS);
export const junit = () => junitRenderer(OPTIONS);
export const json = (judge: unknown, repository?: unknown) =>
  QUESTION.json({ judge, repository, walked: true } as never, REQUEST, OPTIONS);
export const annotated = (
  renderer: Renderer<JudgedItem, HistorySummary>,
  env: Readonly<Record<string, string>> = {},
) => withAnnotations(renderer, 'text', OPTIONS, { GITHUB_ACTIONS: 'true', ...env });

/** The text form; `walked`: as in a run that followed the history. */
export function text(style: {
  readonly colour: boolean;
  readonly width: number;
  readonly walked: boolean;
  readonly onlyRows?: boolean;
  readonly policy?: string;
}): Renderer<JudgedItem, HistorySummary> {
  const { walked, ...others } = style;
  const sumUp = ({ leftOut }: HistorySummary) => walked || leftOut.refs.length > 0;
  return verdictsText({ ...others, sumUp, summary: HISTORY_WORDS });
}

/** A raw commit with a message of the given bytes. */
export function rawCommit(message: Uint8Array): Uint8Array {
  return Buffer.concat([commitPayload(''), message, utf8('\n')]);
}
