import type { ImageReference } from './parse.js';

/** The reference in full: `host/repository:tag@digest`. {@link parseReference} reads it back. */
export function printReference({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** `host/repository` of a reference. */
export function printRepository({
  registry,
  repository,
}: Pick<ImageReference, 'registry' | 'repository'>): string {
  return `${registry}/${repository}`;
}
