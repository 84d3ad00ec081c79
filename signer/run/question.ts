import type { Answer, Item, Sentences } from '../../core/finding/index.js';
import {
  type Format,
  htmlRenderer,
  junitRenderer,
  markdownRenderer,
  onlyFailing,
  type Renderer,
  type RenderOptions,
  sarifRenderer,
} from '../../core/render/index.js';
import { VERSION } from '../../io/version.js';
import { SignerError } from '../errors.js';
import type { CommandSpec } from '../options/spec.js';
import { bufferedOutput, progress } from '../terminal/buffered.js';
import { writeError } from '../terminal/write.js';
import { withAnnotations } from './annotate.js';
import { INTERRUPTED, onInterrupt } from './interrupt.js';

/** What every request of a {@link Question} has. */
export interface Asked {
  readonly format: Format;
  /** Show only what does not hold. */
  readonly quiet?: boolean;
  /** Write nothing: the exit status is the answer. */
  readonly silent?: boolean;
  /** Without any item there is no answer. */
  readonly requireSome?: boolean;
}

/** One run: its items as they arrive, and their summary. */
export interface Run<I extends Item, S, C> {
  /** What the text and JSON forms must know before the first item. */
  readonly context: C;
  /** Can be read once. */
  readonly items: AsyncIterable<I> | Iterable<I>;
  /** Complete when `items` has ended. */
  summary(): S;
  /** Hints for standard error after the answers: lines without line breaks. */
  hints?(): readonly string[];
  close?(): Promise<void>;
}

/**
 * A command that only gives answers and changes nothing. It has its own text and JSON. The runner makes all other forms of output,
 * the annotations for a build server, and the exit status.
 */
export interface Question<R extends Asked, I extends Item, S, C> {
  readonly spec: CommandSpec;
  readonly words: Pick<RenderOptions<S>, 'heading' | 'summary'>;
  /**
   * The command shows what there is and judges nothing: the exit status is 0 whatever the answers are, and a build server gets no
   * annotations.
   */
  readonly onlyShows?: boolean;
  /** The sentences for the findings of this command. */
  sentences(context: C): readonly Sentences[];
  /** @throws UsageError */
  parse(argv: readonly string[]): R;
  /**
   * @param interrupt gives a signal; after this call the first Ctrl-C aborts the signal and no longer ends the program
   * @throws what makes an answer impossible
   */
  open(request: R, interrupt: () => AbortSignal): Promise<Run<I, S, C>>;
  text(context: C, request: R, options: RenderOptions<S>): Renderer<I, S>;
  json(context: C, request: R, options: RenderOptions<S>): Renderer<I, S>;
  /** Whether an item holds; see `answerOf` in core/finding. */
  answer(item: I, request: R): Answer;
}

function rendererOf<R extends Asked, I extends Item, S, C>(
  question: Question<R, I, S, C>,
  context: C,
  request: R,
): Renderer<I, S> {
  const { format, quiet } = request;
  const options = {
    ...question.words,
    sentences: question.sentences(context),
    version: VERSION,
    command: `waxseal ${question.spec.name}`,
  };
  const make: Readonly<Record<Format, () => Renderer<I, S>>> = {
    text: () => question.text(context, request, options),
    json: () => question.json(context, request, options),
    sarif: () => sarifRenderer(options),
    junit: () => junitRenderer(options),
    markdown: () => markdownRenderer(options),
    html: () => htmlRenderer(options),
  };
  const own = make[format]();
  const whole = question.onlyShows ? own : withAnnotations(own, format, options, process.env);
  return quiet ? onlyFailing(whole) : whole;
}

const NO_OUTPUT = { write: () => {}, end: () => {} };

function nothingJudged(): SignerError {
  return new SignerError(
    'NOTHING_JUDGED',
    'there was nothing to check, but --require-some was given',
    'a range A..B is empty if A already contains B: see with git log what each name is',
  );
}

/** What goes to standard error after the answers: the remarks of the summary if `--quiet` hides it, and the hints of the run. */
function said<R extends Asked, I extends Item, S, C>(
  { words }: Question<R, I, S, C>,
  { quiet, format }: R,
  run: Run<I, S, C>,
): readonly string[] {
  const remarks = quiet && format === 'text' ? words.summary.remarks(run.summary()) : [];
  return [...remarks, ...(run.hints?.() ?? [])];
}

/**
 * Asks a question and writes the answers as they come.
 * @returns 0 if every item holds (also if there is none, unless `--require-some` is set) or the command only shows; 1 if an item does
 *   not hold; 130 after Ctrl-C
 * @throws UsageError, and what made an answer impossible
 */
export async function ask<R extends Asked, I extends Item, S, C>(
  question: Question<R, I, S, C>,
  argv: readonly string[],
): Promise<number> {
  const request = question.parse(argv);
  let signal: AbortSignal | undefined;
  const run = await question.open(request, () => {
    signal ??= onInterrupt();
    return signal;
  });
  const renderer = rendererOf(question, run.context, request);
  const out = request.silent ? NO_OUTPUT : bufferedOutput();
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
    if (!signal?.aborted) out.write((started ? '' : renderer.begin()) + renderer.end(run.summary()));
  } catch (error) {
    // Ctrl-C ends git too, and we may see that before our own signal.
    await new Promise(setImmediate);
    if (!signal?.aborted) throw error;
  } finally {
    shown.end();
    out.end();
    await run.close?.();
  }
  if (signal?.aborted) return INTERRUPTED;
  const lines = said(question, request, run);
  if (lines.length > 0) writeError(lines.map((line) => `waxseal: ${line}\n`).join(''));
  if (!started && request.requireSome) throw nothingJudged();
  return allHold || question.onlyShows ? 0 : 1;
}
