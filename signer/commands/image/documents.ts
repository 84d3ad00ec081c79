import { answerOf } from '../../../core/finding/index.js';
import { harmless, harmlessJson } from '../../../core/harmless/index.js';
import { type DocumentKind, IMAGE_SENTENCES } from '../../../core/image/index.js';
import {
  blocksText,
  countWords,
  fact,
  type Renderer,
  type RenderOptions,
  verdictJson,
  verdictText,
} from '../../../core/render/index.js';
import {
  type DocumentItem,
  documentsOf,
  ImageError,
  SBOM_KINDS,
  type VouchedBy,
} from '../../../inspect/image/index.js';
import type { CommandSpec } from '../../options/spec.js';
import { ask, type Question } from '../../run/question.js';
import { useColour } from '../../terminal/colour.js';
import { inOrder } from './items.js';
import { findingsJson, type ImagesSummary, imagesJson } from './json.js';
import { type ImageBasis, openImageQuestion } from './open.js';
import { type ImageRequest, parseImageRequest } from './options.js';
import { IMAGE_ATTESTATIONS, IMAGE_PROVENANCE, IMAGE_SBOM } from './specs.js';
import { againstText, findingLines, shownName } from './words.js';

const VOUCHED: Readonly<Record<VouchedBy, string>> = {
  own: 'signed on its own',
  index: 'covered by the signature of the index that holds it',
  nobody: 'unsigned: nobody vouches for it',
};

function placeOf({ tag, manifest, blob }: DocumentItem): string {
  return `${harmless(tag ?? manifest)}, ${blob}`;
}

function itemText(
  item: DocumentItem,
  holds: boolean,
  source: string | undefined,
  options: RenderOptions<never>,
): string {
  const { kind, type, vouchedBy, verdict } = item;
  const lines = [
    fact('document', `${kind}${type === '' ? '' : `, ${harmless(type)}`}`),
    fact('place', placeOf(item)),
    fact('vouched', VOUCHED[vouchedBy]),
    fact('against', againstText(source)),
    ...findingLines(item, options),
  ];
  const style = { colour: useColour(), checks: 'short', holds } as const;
  return `${verdictText(verdict, shownName(item), style)}${lines.join('\n')}\n`;
}

function itemJson(item: DocumentItem, options: RenderOptions<ImagesSummary>): Record<string, unknown> {
  const { verdict, name, platform, kind, type, vouchedBy, tag, manifest, blob, document, findings } = item;
  return {
    ...verdictJson(verdict, name),
    ...(platform !== undefined && { platform }),
    kind,
    type,
    vouchedBy,
    ...(tag !== undefined && { tag }),
    manifest,
    blob,
    findings: findingsJson(findings, options),
    document,
  };
}

/** The document itself. Who vouches for it is in the exit status and, for people, on standard error. */
function documentAlone(): Renderer<DocumentItem, ImagesSummary> {
  return {
    begin: () => '',
    one: ({ document }) =>
      `${typeof document === 'string' ? harmlessText(document) : harmlessJson(document, 2)}\n`,
    end: () => '',
  };
}

function harmlessText(text: string): string {
  return text.split('\n').map(harmless).join('\n');
}

/** All items, if they are exactly one. @throws ImageError IMAGE_DOCUMENTS_SEVERAL */
async function* onlyOne(items: AsyncIterable<DocumentItem>): AsyncGenerator<DocumentItem> {
  const all: DocumentItem[] = [];
  for await (const item of items) all.push(item);
  if (all.length > 1)
    throw new ImageError(
      'IMAGE_DOCUMENTS_SEVERAL',
      `there are ${all.length} documents, and --print prints one: ${all.map(placeOf).join('; ')}`,
      'ask for one platform (--platform), or take them from --format json',
    );
  yield* all;
}

/** A command that finds documents. Without any there is no answer: nobody may take that for a good one. */
function documentQuestion(
  spec: CommandSpec,
  what: string,
  kinds?: readonly DocumentKind[],
): Question<ImageRequest, DocumentItem, ImagesSummary, ImageBasis> {
  return {
    spec,
    words: { heading: 'Documents', summary: countWords('document', 'documents') },
    sentences: () => [IMAGE_SENTENCES],
    parse: (argv) => parseImageRequest(spec, argv),
    async open(request, interrupt) {
      const { basis, session, question } = await openImageQuestion(request, true, interrupt());
      const { names, platform, print, hints } = request;
      let items = 0;
      const asked = names.map(async (name) => {
        const found = await documentsOf(session, name, { ...question, platform, ...(kinds && { kinds }) });
        items += found.length;
        if (found.length > 0) return found;
        throw new ImageError(
          'IMAGE_WITHOUT_DOCUMENT',
          `${name} has no ${what}`,
          'see what is attached to it: waxseal image tree; the images of an index may have their own: --platform',
        );
      });
      const all = inOrder(asked);
      return {
        context: basis,
        items: print ? onlyOne(all) : all,
        summary: () => ({ items }),
        hints: () => hints,
      };
    },
    text: ({ source }, { print }, options) =>
      print
        ? documentAlone()
        : blocksText((item, answer) => itemText(item, answer === 'holds', source, options)),
    json: (basis, { print }, options) =>
      print ? documentAlone() : imagesJson(basis, (item) => itemJson(item, options)),
    answer: (item, { anySigner }) => answerOf(item, { anySigner }),
  };
}

const ATTESTATIONS = documentQuestion(IMAGE_ATTESTATIONS, 'attestation and no document');
const SBOM = documentQuestion(IMAGE_SBOM, 'SBOM', SBOM_KINDS);
const PROVENANCE = documentQuestion(IMAGE_PROVENANCE, 'provenance', ['provenance']);

/** `waxseal image attestations REF …`: every document about an image, and who vouches for it. */
export function attestations(argv: readonly string[]): Promise<number> {
  return ask(ATTESTATIONS, argv);
}

/** `waxseal image sbom REF …`: where the SBOM is, and who signed it. */
export function sbom(argv: readonly string[]): Promise<number> {
  return ask(SBOM, argv);
}

/** `waxseal image provenance REF …`: how the image was built, and who says so. */
export function provenance(argv: readonly string[]): Promise<number> {
  return ask(PROVENANCE, argv);
}
