import type { Answer, Item } from '../../core/finding/index.js';
import { type Format, onlyFailing, type Renderer } from '../../core/render/index.js';
import { SignerError } from '../errors.js';
import { bufferedOutput, progress } from '../terminal/buffered.js';
import { withAnnotations } from './annotate.js';
import { INTERRUPTED, onInterrupt } from './interrupt.js';
import type { CommandSpec } from './spec.js';

/** What every question is asked with. */
export interface Asked {
  readonly format: Format;
  /** Only what does not hold. */
  readonly quiet?: boolean;
  /** Nothing to look at is no answer. */
  readonly requireSome?: boolean;
}

/** The items of one run, as they come, and what they come to. */
export interface Run<I extends Item, S, C> {
  /** What renderers need to know before the first item. */
  readonly context: C;
  /** Can be read once. */
  readonly items: AsyncIterable<I> | Iterable<I>;
  /** Complete when `items` has ended. */
  summary(): S;
  /** Lines for standard error once all is said, such as what would make the next run faster. */
  remarks?(): readonly string[];
  close?(): Promise<void>;
}

/** A command that asks a question about things and changes nothing: all forms of output, the answer and the exit status are the runner's. */
export interface Question<R extends Asked, I extends Item, S, C> {
  readonly spec: CommandSpec;
  /** @throws UsageError */
  parse(argv: readonly string[]): R;
  /** @throws what keeps it from any answer */
  open(request: R, signal: AbortSignal): Promise<Run<I, S, C>>;
  readonly render: Readonly<Partial<Record<Format, (context: C, request: R) => Renderer<I, S>>>>;
  /** The answer of one item; see `answerOf`. */
  answer(item: I, request: R): Answer;
}

/** A question with its types hidden, as the catalogue keeps it. */
export type AnyQuestion = Pick<Question<Asked, Item, unknown, unknown>, 'spec'>;

function nothingJudged(): SignerError {
  return new SignerError(
    'NOTHING_JUDGED',
    'there was nothing to check, and --require-some wants something',
    'a range is empty where its end is part of its beginning: git log shows what each name is',
  );
}

/**
 * Asks a question and writes the answers as they come.
 * @returns 0 when every item holds, also where there is none unless `--require-some` wants one; 1 when one does not; 130 when it was
 * interrupted
 * @throws UsageError, and what kept it from an answer
 */
export async function ask<R extends Asked, I extends Item, S, C>(
  question: Question<R, I, S, C>,
  argv: readonly string[],
): Promise<number> {
  const request = question.parse(argv);
  const signal = onInterrupt();
  const run = await question.open(request, signal);
  const make = question.render[request.format];
  if (!make) throw new Error(`${question.spec.name} has no form ${request.format}`);
  const whole = withAnnotations(make(run.context, request), request.format, process.env);
  const renderer = request.quiet ? onlyFailing(whole) : whole;
  const out = bufferedOutput();
  const shown = progress();
  let allHold = true;
  let started = false;
  try {
    for await (const item of run.items) {
      if (!started) out.write(renderer.begin());
      started = true;
      const answer = question.answer(item, request);
      allHold &&= answer === 'holds';
      out.write(renderer.one(item, answer));
      shown.step();
    }
    if (!signal.aborted) out.write((started ? '' : renderer.begin()) + renderer.end(run.summary()));
  } catch (error) {
    // Ctrl-C reaches git too, and its end may be seen here first.
    await new Promise(setImmediate);
    if (!signal.aborted) throw error;
  } finally {
    shown.end();
    out.end();
    await run.close?.();
  }
  if (signal.aborted) return INTERRUPTED;
  for (const line of run.remarks?.() ?? []) writeError(`${line}\n`);
  if (!started && request.requireSome) throw nothingJudged();
  return allHold ? 0 : 1;
}
