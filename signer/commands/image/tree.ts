import { harmless } from '../../../core/harmless/index.js';
import { IMAGE_SENTENCES } from '../../../core/image/index.js';
import { blocksText, countWords, fact, type RenderOptions } from '../../../core/render/index.js';
import { type TreeBranch, type TreeItem, treeOf } from '../../../inspect/image/index.js';
import { ask, type Question } from '../../run/question.js';
import { inOrder } from './items.js';
import { findingsJson, type ImagesSummary, imagesJson, signatureJson } from './json.js';
import { type ImageBasis, openImageQuestion } from './open.js';
import { type ImageRequest, parseImageRequest } from './options.js';
import { IMAGE_TREE } from './specs.js';
import { againstText, findingLines, shownName, signatureLine } from './words.js';

const TITLES: Readonly<Record<TreeBranch['kind'], string>> = {
  signature: 'signatures',
  attestation: 'attestations',
  bundle: 'Sigstore bundle',
  sbom: 'SBOM',
  notation: 'Notation signature (not checked here)',
  other: 'something else',
};

function branchLines({ kind, tag, digest, size, artifactType, layers, signatures }: TreeBranch): string[] {
  const type = artifactType === '' ? '' : `, ${harmless(artifactType)}`;
  const where = tag === undefined ? `refers to the image, ${digest}` : `tag ${harmless(tag)}, ${digest}`;
  return [
    `  ${TITLES[kind]}: ${where}, ${size} bytes${type}`,
    ...layers.map((layer) => `    ${layer.digest}, ${layer.size} bytes, ${harmless(layer.mediaType)}`),
    ...signatures.map((one) => {
      const { attests } = one.verdict;
      return `    ${signatureLine(one)}${attests === undefined ? '' : ` (${harmless(attests)})`}`;
    }),
  ];
}

function itemText(item: TreeItem, source: string | undefined, options: RenderOptions<never>): string {
  const { digest, size, mediaType, branches, inIndex, covers } = item;
  const nothing = branches.length + inIndex.length === 0 ? ['  nothing is attached'] : [];
  const lines = [
    `image ${digest} (${harmless(shownName(item))})`,
    fact('manifest', `${size} bytes, ${harmless(mediaType)}`),
    fact('against', againstText(source)),
    ...covers.map((one) => fact('image', `${harmless(one.platform)} ${one.digest}`)),
    ...branches.flatMap(branchLines),
    ...inIndex.map(
      (one) =>
        `  attestations in the index (nobody signs them on their own): ${one.digest}, ${one.size} bytes${one.of === undefined ? '' : `, about ${one.of}`}`,
    ),
    ...nothing,
    ...findingLines(item, options),
  ];
  return `${lines.join('\n')}\n`;
}

function itemJson(item: TreeItem, options: RenderOptions<ImagesSummary>): Record<string, unknown> {
  const { name, digest, size, mediaType, platform, branches, inIndex, covers, findings } = item;
  return {
    name,
    digest,
    size,
    mediaType,
    ...(platform !== undefined && { platform }),
    images: covers.map((one) => ({ ...one })),
    attached: branches.map((branch) => ({
      kind: branch.kind,
      ...(branch.tag !== undefined && { tag: branch.tag }),
      digest: branch.digest,
      size: branch.size,
      artifactType: branch.artifactType,
      layers: branch.layers.map((layer) => ({
        digest: layer.digest,
        size: layer.size,
        mediaType: layer.mediaType,
      })),
      ...(branch.problem !== undefined && { problem: branch.problem }),
      signatures: branch.signatures.map(signatureJson),
    })),
    inIndex: inIndex.map((one) => ({ ...one })),
    findings: findingsJson(findings, options),
  };
}

/** `waxseal image tree REF …`: what is attached to an image, and who signed it. */
const QUESTION: Question<ImageRequest, TreeItem, ImagesSummary, ImageBasis> = {
  spec: IMAGE_TREE,
  words: { heading: 'Images', summary: countWords('image', 'images') },
  onlyShows: true,
  sentences: () => [IMAGE_SENTENCES],
  parse: (argv) => parseImageRequest(IMAGE_TREE, argv),
  async open(request, interrupt) {
    const { basis, session, question } = await openImageQuestion(request, false, interrupt());
    const { names, platform, recursive, hints } = request;
    const asked = names.map((name) => treeOf(session, name, { ...question, platform, recursive }));
    const items = inOrder(asked);
    return { context: basis, items, summary: () => ({ items: names.length }), hints: () => hints };
  },
  text: ({ source }, _request, options) => blocksText((item) => itemText(item, source, options)),
  json: (basis, _request, options) => imagesJson(basis, (item) => itemJson(item, options)),
  answer: () => 'holds',
};

/** See {@link QUESTION}. @returns 0 @throws what made an answer impossible */
export function tree(argv: readonly string[]): Promise<number> {
  return ask(QUESTION, argv);
}
