import { fromUtf8, isObject, parseStrictJson, utf8 } from '../encoding/index.js';
import { BundleError } from './error.js';
import { LARGEST_BUNDLE } from './parse.js';

/** The most bundles one input may hold: an artifact has a handful of attestations. */
const MOST = 1000;

function json(text: string): unknown {
  try {
    return parseStrictJson(text);
  } catch {
    return undefined;
  }
}

/** Whether a line of JSON lines is what such files are made of; a line of an indented bundle that was cut short is not. */
function isBundleLike(line: string): boolean {
  const value = json(line);
  return isObject(value) && typeof value['mediaType'] === 'string';
}

function unreadable(what: string): BundleError {
  return new BundleError('BUNDLE_MALFORMED', what);
}

/** The bundles of a registry's answer, as text again: npm's and GitHub's API both have `{"attestations": [{"bundle": …}]}`. */
function ofAnswer(attestations: readonly unknown[]): Uint8Array[] {
  return attestations.map((item) => utf8(JSON.stringify((isObject(item) ? item['bundle'] : item) ?? null)));
}

function bounded(bundles: readonly Uint8Array[]): readonly Uint8Array[] {
  if (bundles.length === 0) throw unreadable('it holds no bundle');
  if (bundles.length > MOST) throw unreadable(`it holds more than ${MOST} bundles`);
  return bundles;
}

/**
 * The Sigstore bundles of an input, each to be read by itself: one bundle, JSON lines of several (as `gh attestation download`
 * writes them), or the answer of npm's registry or of GitHub's API, `{"attestations": [{"bundle": …}]}`. A single bundle
 * of several is not checked here: its own reader does that.
 * @throws BundleError BUNDLE_MALFORMED for an input that is none of these
 */
export function bundlesIn(input: Uint8Array): readonly Uint8Array[] {
  if (input.length > LARGEST_BUNDLE) throw unreadable(`it has more than ${LARGEST_BUNDLE} bytes`);
  let text: string;
  try {
    text = fromUtf8(input);
  } catch {
    throw unreadable('it is not UTF-8 text');
  }
  const whole = json(text);
  if (whole === undefined) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    if (!lines.some(isBundleLike))
      throw unreadable('it is neither a bundle in JSON nor JSON lines of bundles');
    return bounded(lines.map((line) => utf8(line)));
  }
  if (!isObject(whole)) throw unreadable('it is not a JSON object');
  const { attestations } = whole;
  if (Array.isArray(attestations) && whole['mediaType'] === undefined) return bounded(ofAnswer(attestations));
  if (whole['mediaType'] === undefined && 'payloadType' in whole)
    throw unreadable('it is a DSSE envelope alone, without a bundle around it');
  return [input];
}
