import type { Answer } from '../../../core/finding/index.js';
import { findingText } from '../../../core/finding/index.js';
import { harmless } from '../../../core/harmless/index.js';
import { fact, findingLine, type RenderOptions, verdictText } from '../../../core/render/index.js';
import { checkText, decidingCheck, signerText, type Verdict } from '../../../core/verdict/index.js';
import type { ImageItem, ImageSignature } from '../../../inspect/image/index.js';
import { useColour } from '../../terminal/colour.js';

/** Who decides what holds, in words. */
export function againstText(source: string | undefined): string {
  return source === undefined ? 'nobody said who may sign: any signer is taken' : harmless(source);
}

/** One line for a signature: what it comes to, where it is, who made it, and why it does not hold. */
export function signatureLine({ kind, tag, manifest, verdict }: ImageSignature): string {
  const why = decidingCheck(verdict.checks);
  const signer = signerText(verdict);
  const where = `${kind} in ${harmless(tag ?? manifest)}`;
  return `${verdict.outcome}, ${where}${signer === undefined ? '' : `, by ${signer}`}${why ? `: ${checkText(why)}` : ''}`;
}

/** A finding with what to do about it, as lines of a block. */
export function findingLines(
  { findings }: Pick<ImageItem, 'findings'>,
  options: RenderOptions<never>,
): readonly string[] {
  return findings.flatMap((finding) => [
    `  ${findingLine(finding, options)}`,
    `    ${harmless(findingText(finding, options.sentences, options.language).remedy)}`,
  ]);
}

/** `IMAGE, linux/amd64`. */
export function shownName({ name, platform }: Pick<ImageItem, 'name' | 'platform'>): string {
  return platform === undefined ? name : `${name}, ${platform}`;
}

/** The images of an index, which its signature covers. */
export function coverLines(
  { covers }: Pick<ImageItem, 'covers'>,
  { outcome }: Pick<Verdict, 'outcome'>,
): readonly string[] {
  const label = outcome === 'verified' || outcome === 'valid' ? 'covers' : 'lists';
  return covers.map(({ platform, digest }) => fact(label, `${harmless(platform)} ${digest}`));
}

/** The block for an image: its best signature with every check, what else there is, and what to do. */
export function imageText(
  item: ImageItem,
  answer: Answer,
  source: string | undefined,
  options: RenderOptions<never>,
): string {
  const { verdict, signatures } = item;
  const style = { colour: useColour(), checks: 'all', holds: answer === 'holds' } as const;
  const others = signatures.filter((one) => one.verdict !== verdict);
  const lines = [
    fact('against', againstText(source)),
    ...others.map((one) => fact('also', signatureLine(one))),
    ...coverLines(item, verdict),
    ...findingLines(item, options),
  ];
  return `${verdictText(verdict, shownName(item), style)}${lines.join('\n')}\n`;
}
