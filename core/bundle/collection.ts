import { fromUtf8, isObject, parseStrictJson, utf8 } from '../encoding/index.js';
import { BundleError } from './error.js';
import { LARGEST_BUNDLE } from './parse.js';

/** The most bundles that one input may hold. An artifact has only a few attestations. */
const MOST = 1000;

function json(text: string): unknown {
  try {
    return parseStrictJson(text);
  } catch {
    return undefined;
  }
}

/** Whether a line of JSON Lines is a whole bundle. A line of an indented bundle that was cut off is not. */
function isBundleLike(line: string): boolean {
  const value = json(line);
  return isObject(value) && typeof value['mediaType'] === 'string';
}

function unreadable(what: string): BundleError {
  return new BundleError('BUNDLE_MALFORMED', what);
}

/**
 * The bundles in a registry's response, each as JSON text again. npm's and GitHub's API both send `{"attestations":
 * [{"bundle": …}]}`.
 */
function ofAnswer(attestations: readonly unknown[]): Uint8Array[] {
  return attestations.map((item) => utf8(JSON.stringify((isObject(item) ? item['bundle'] : item) ?? null)));
}

function bounded(bundles: readonly Uint8Array[]): readonly Uint8Array[] {
  if (bundles.length === 0) throw unreadable('it holds no bundle');
  if (bundles.length > MOST) throw unreadable(`it holds more than ${MOST} bundles`);
  return bundles;
}

/**
 * The Sigstore bundles of an input, each as JSON text. The input is one bundle, JSON Lines with several (as `gh attestation
 * download` writes them), or the response of npm's registry or of GitHub's API, `{"attestations": [{"bundle": …}]}`. The
 * bundles themselves are not checked here: `parseBundle` does that.
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
