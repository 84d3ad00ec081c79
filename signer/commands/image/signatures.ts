import { answerOf } from '../../../core/finding/index.js';
import { harmless } from '../../../core/harmless/index.js';
import { IMAGE_SENTENCES } from '../../../core/image/index.js';
import {
  blocksText,
  countWords,
  findingLine,
  type Renderer,
  type RenderOptions,
} from '../../../core/render/index.js';
import { adviceFor, checkText, decidingCheck, meaning, signerText } from '../../../core/verdict/index.js';
import type { ImageItem } from '../../../inspect/image/index.js';
import type { CommandSpec } from '../../options/spec.js';
import type { Question } from '../../run/question.js';
import { inOrder, noted } from './items.js';
import { type ImagesSummary, imageJson, imagesJson } from './json.js';
import { type ImageBasis, type OpenedImages, openImageQuestion } from './open.js';
import { type ImageRequest, parseImageRequest } from './options.js';
import { imageText, shownName } from './words.js';

/** A question about the signatures of images. */
export type SignatureQuestion = Question<ImageRequest, ImageItem, ImagesSummary, ImageBasis>;

const SENTENCES = [IMAGE_SENTENCES];

/** What people read on standard error while standard output is for a program. */
function hintsFor(item: ImageItem, request: ImageRequest): readonly string[] {
  const { verdict, findings } = item;
  const name = harmless(shownName(item));
  const options = { sentences: SENTENCES } as unknown as RenderOptions;
  const found = findings.map((finding) => `${name}: ${findingLine(finding, options)}`);
  const signer = signerText(verdict);
  const said = `${name}: ${verdict.outcome}: ${meaning(verdict)}${signer === undefined ? '' : `, by ${signer}`}`;
  if (answerOf(item, request) === 'holds') return [said, ...found];
  const why = decidingCheck(verdict.checks);
  const advice = adviceFor(verdict);
  return [
    said,
    ...(why ? [`${name}: ${checkText(why)}`] : []),
    ...(advice ? [`${name}: ${advice}`] : []),
    ...found,
  ];
}

/**
 * A command that judges the signatures of images.
 * @param ask the items for one name
 * @param cosign what cosign would write to standard output
 * @param change completes the request
 */
export function signatureQuestion(
  spec: CommandSpec,
  ask: (opened: OpenedImages, name: string, request: ImageRequest) => Promise<readonly ImageItem[]>,
  cosign: (form: 'json' | 'text', request: ImageRequest) => Renderer<ImageItem, unknown>,
  change: (request: ImageRequest, argv: readonly string[]) => ImageRequest = (request) => request,
): SignatureQuestion {
  return {
    spec,
    words: { heading: 'Images', summary: countWords('image', 'images') },
    sentences: () => SENTENCES,
    parse: (argv) => change(parseImageRequest(spec, argv), argv),
    async open(request, interrupt) {
      const opened = await openImageQuestion(request, true, interrupt());
      const hints: string[] = [...request.hints];
      let items = 0;
      const all = inOrder(request.names.map((name) => ask(opened, name, request)));
      return {
        context: opened.basis,
        items: noted(all, (item) => {
          items += 1;
          if (request.cosign !== undefined) hints.push(...hintsFor(item, request));
        }),
        summary: () => ({ items }),
        hints: () => hints,
      };
    },
    text: ({ source }, _request, options) =>
      blocksText((item, answer) => imageText(item, answer, source, options)),
    json: (basis, request, options) =>
      request.cosign === undefined
        ? imagesJson(basis, (item) => imageJson(item, options))
        : cosign(request.cosign, request),
    answer: (item, { anySigner }) => answerOf(item, { anySigner }),
  };
}
