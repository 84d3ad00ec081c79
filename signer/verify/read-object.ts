import type { ObjectFormat } from '../../core/git/index.js';
import { harmless } from '../../core/text/index.js';
import type { GitObject } from '../../core/verify/index.js';
import { GitError, type GitObjects, repositoryInfo } from '../../io/git/index.js';
import { SignerError } from '../errors.js';

/** The object format of the repository in the current directory. @throws GitError NOT_A_REPOSITORY */
export async function repositoryFormat(): Promise<ObjectFormat> {
  return (await repositoryInfo({ env: process.env })).objectFormat;
}

/**
 * The commit or annotated tag a revision names.
 * @throws GitError REVISION_UNKNOWN, SignerError NOT_A_SIGNED_OBJECT for trees and blobs
 */
export async function readObject(
  objects: GitObjects,
  name: string,
  format: ObjectFormat,
): Promise<GitObject> {
  const object = await objects.read(name);
  const shown = harmless(name);
  if ('missing' in object) {
    if (object.why === 'too-large')
      throw new SignerError(
        'INPUT_TOO_LARGE',
        `${shown} has ${object.size} bytes, which is more than is read`,
      );
    throw new GitError(
      'REVISION_UNKNOWN',
      object.why === 'ambiguous'
        ? `${shown} could be several objects`
        : `there is no object ${shown} in this repository`,
    );
  }
  const { id, type, raw } = object;
  if (type !== 'commit' && type !== 'tag')
    throw new SignerError('NOT_A_SIGNED_OBJECT', `${shown} is a ${type}; only commits and tags are signed`);
  return { id, type, raw, format };
}
