import { harmless } from '../../../core/harmless/index.js';
import { countWords, type Renderer } from '../../../core/render/index.js';
import { type ResolvedItem, resolveImage } from '../../../inspect/image/index.js';
import { ask, type Question } from '../../run/question.js';
import { inOrder } from './items.js';
import { type ImagesSummary, imagesJson } from './json.js';
import { openReading } from './open.js';
import { type ImageRequest, parseImageRequest } from './options.js';
import { IMAGE_RESOLVE } from './specs.js';
import { shownName } from './words.js';

function text(): Renderer<ResolvedItem, ImagesSummary> {
  return {
    begin: () => '',
    one: (item) =>
      [
        `${item.digest}  ${harmless(shownName(item))}`,
        ...item.platforms.map(({ digest, platform }) => `  ${digest}  ${harmless(platform)}`),
        '',
      ].join('\n'),
    end: () => '',
  };
}

/** `waxseal image resolve REF …`: the digest of an image, and of each platform. */
const QUESTION: Question<ImageRequest, ResolvedItem, ImagesSummary, undefined> = {
  spec: IMAGE_RESOLVE,
  words: { heading: 'Images', summary: countWords('image', 'images') },
  onlyShows: true,
  sentences: () => [],
  parse: (argv) => parseImageRequest(IMAGE_RESOLVE, argv),
  async open(request, interrupt) {
    const session = openReading(request, process.env, interrupt());
    const { names, platform, hints } = request;
    const asked = names.map(async (name) => [await resolveImage(session, name, platform)]);
    const items = inOrder(asked);
    return { context: undefined, items, summary: () => ({ items: names.length }), hints: () => hints };
  },
  text,
  json: () =>
    imagesJson(undefined, ({ name, digest, size, mediaType, platform, platforms }) => ({
      name,
      digest,
      size,
      mediaType,
      ...(platform !== undefined && { platform }),
      platforms: platforms.map((one) => ({ ...one })),
    })),
  answer: () => 'holds',
};

/** See {@link QUESTION}. @returns 0 @throws what made an answer impossible */
export function resolve(argv: readonly string[]): Promise<number> {
  return ask(QUESTION, argv);
}
