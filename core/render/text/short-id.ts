import { harmless } from '../../harmless/index.js';

const LENGTH = 10;

/**
 * The first part of a git object's id or of a digest, as rows show it. Anything else, such as a path, is not shortened.
 * Harmless.
 */
export function shortId(id: string): string {
  const [, algorithm = '', hex] = /^((?:sha\d+:)?)([0-9a-f]{32,})$/.exec(id) ?? [];
  return hex === undefined ? harmless(id) : algorithm + hex.slice(0, LENGTH);
}
