import { utf8 } from '../../core/encoding/index.js';
import { joinObject, objectId } from '../../core/git/index.js';
import type { GitObject } from '../../core/verify/index.js';
import type { SignOptions, TestInstance } from './instance.js';

/** A small commit payload; `message` is used unchanged. */
export function commitPayload(message = 'Say something\n'): Uint8Array {
  return utf8(
    `tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor Dev <dev@example.test> 1790001000 +0000\n` +
      `committer Dev <dev@example.test> 1790001000 +0000\n\n${message}`,
  );
}

/** A commit object made from a payload and an armored signature. */
export function commitWith(payload: Uint8Array, armor: Uint8Array): GitObject {
  const raw = joinObject({ type: 'commit', payload, armor, format: 'sha1' });
  return { id: objectId('commit', raw, 'sha1'), type: 'commit', raw, format: 'sha1' };
}

/** A commit signed by the instance. */
export function signedCommit(
  instance: TestInstance,
  options: SignOptions = {},
  payload = commitPayload(),
): GitObject {
  return commitWith(payload, instance.sign(payload, options).armor);
}
