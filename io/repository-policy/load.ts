import { open } from 'node:fs/promises';
import { fromUtf8, toHex, utf8 } from '../../core/encoding/index.js';
import { findEntry, GitObjectError, parseCommit } from '../../core/git/index.js';
import { digest } from '../../core/primitives/index.js';
import type { RepositoryPolicy } from '../../core/repository-policy/index.js';
import { PolicyError, policyError } from '../../core/signer-policy/index.js';
import { asItIs, GitError, type GitObject, GitObjects, type GitPlace } from '../git/index.js';
import { RepositoryPolicyError } from './error.js';
import { type PolicyBranchPlace, type ProtectedBranch, protectedBranch } from './protected-branch.js';

/** The name of the file, at the top of a repository. */
export const POLICY_FILE = '.waxseal.yaml';

const LARGEST = 1 << 20;

/** A policy that is in force, and where it comes from. */
export interface LoadedPolicy {
  readonly policy: RepositoryPolicy;
  /** SHA-256 of its text, hex. Cached verdicts depend on it. */
  readonly digest: string;
  /** Text for people: `.waxseal.yaml of origin/main (commit 0123456789ab)`, or the given file. */
  readonly source: string;
  /** True if the policy is part of the history under review. */
  readonly selfDeclared: boolean;
  /** The branch from which it was read; absent for a given file and for a detached HEAD. */
  readonly branch?: string;
  /** The ref from which it was read (`ProtectedBranch.ref`); absent for a given file. */
  readonly ref?: string;
}

/** Where to look for the policy. */
export interface PolicyPlace extends PolicyBranchPlace {
  /** A policy file that replaces the repository's own (`--policy`). */
  readonly file?: string;
  /**
   * True in a hook of the repository that receives a push. Then its own default branch counts, as in a bare
   * repository.
   */
  readonly receiving?: boolean;
  /** The result of `protectedBranch`, if it was called before. */
  readonly lookedAt?: ProtectedBranch;
  /** Unix seconds. */
  readonly now: number;
}

function text(bytes: Uint8Array, source: string): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw new RepositoryPolicyError('POLICY_UNREADABLE', `${source} is not UTF-8`);
  }
}

/**
 * The text of a policy file.
 * @throws RepositoryPolicyError
 */
export async function readPolicyFile(file: string): Promise<string> {
  let handle: Awaited<ReturnType<typeof open>> | undefined;
  try {
    handle = await open(file);
    const stat = await handle.stat();
    if (!stat.isFile() && !stat.isFIFO() && !stat.isCharacterDevice())
      throw new RepositoryPolicyError('POLICY_NOT_A_FILE', `the policy ${file} is not a file`);
    const buffer = new Uint8Array(LARGEST + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
      length += bytesRead;
      if (length > LARGEST)
        throw policyError('POLICY_TOO_LARGE', 'bytes.file', { source: file, most: LARGEST });
      if (bytesRead === 0) return text(buffer.subarray(0, length), `the policy ${file}`);
    }
  } catch (error) {
    if (error instanceof RepositoryPolicyError || error instanceof PolicyError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new RepositoryPolicyError('POLICY_UNREADABLE', `the policy ${file} ${why}`);
  } finally {
    await handle?.close();
  }
}

function notHere(commit: string, source: string): RepositoryPolicyError {
  return new RepositoryPolicyError(
    'POLICY_UNREADABLE',
    `${source} cannot be read: this clone lacks objects of that commit`,
    `fetch them (in a partial clone: git show ${commit.slice(0, 12)}:${POLICY_FILE}), or give --policy FILE`,
  );
}

/** An object on the way from the commit to the policy. Bytes that do not match their id are refused. */
async function readHere(objects: GitObjects, id: string, commit: string, source: string): Promise<GitObject> {
  const object = await objects.read(id);
  if (!('missing' in object)) return object;
  if (object.why === 'too-large') throw policyError('POLICY_TOO_LARGE', 'bytes', { source, most: LARGEST });
  if (object.why !== 'other-bytes') throw notHere(commit, source);
  throw new RepositoryPolicyError(
    'POLICY_UNREADABLE',
    `${source} cannot be read: the repository is damaged, it holds other bytes under the id ${object.id}`,
    'get the repository again from its source; git fsck names what is damaged',
  );
}

/**
 * The policy's blob, found from the commit by ids only; each object on the way is hashed. Undefined ("no policy")
 * is returned only if the tree was read. If the clone lacks the tree, that is an error, because the policy may
 * exist.
 */
async function blobOf(place: GitPlace, commit: string, source: string): Promise<Uint8Array | undefined> {
  const objects = new GitObjects(asItIs(place));
  try {
    const { raw } = await readHere(objects, commit, commit, source);
    const { tree } = parseCommit(raw);
    const entry = findEntry((await readHere(objects, tree, commit, source)).raw, POLICY_FILE, tree.length);
    if (!entry) return undefined;
    if (!/^100/.test(entry.mode))
      throw new RepositoryPolicyError('POLICY_NOT_A_FILE', `${source} is not a file`);
    const blob = await readHere(objects, entry.id, commit, source);
    if (blob.raw.length > LARGEST) throw policyError('POLICY_TOO_LARGE', 'bytes', { source, most: LARGEST });
    return blob.raw;
  } catch (error) {
    const unreadable = error instanceof GitError && error.code === 'GIT_FAILED';
    if (unreadable || error instanceof GitObjectError) throw notHere(commit, source);
    throw error;
  } finally {
    await objects.close();
  }
}

async function load(
  bytes: string,
  source: string,
  name: string,
  { now }: PolicyPlace,
): Promise<Pick<LoadedPolicy, 'policy' | 'digest' | 'source'>> {
  const { parseRepositoryPolicy } = await import('../../core/repository-policy/parse.js');
  const policy = await parseRepositoryPolicy(bytes, name, now);
  return { policy, digest: toHex(digest('sha256', utf8(bytes))), source };
}

/** The text of the policy in force, and the branch from which it is read. */
export interface PolicyInForce {
  readonly lookedAt: ProtectedBranch;
  /** Absent if that branch has no policy. */
  readonly text?: string;
}

/**
 * The text of `.waxseal.yaml` on the protected branch, valid or not. It is read from git's objects, never from the
 * work tree. Undefined if there is no commit yet.
 * @throws RepositoryPolicyError, GitError
 */
export async function policyInForce(
  place: Omit<PolicyPlace, 'file' | 'now'>,
): Promise<PolicyInForce | undefined> {
  const lookedAt = place.lookedAt ?? (await protectedBranch(place, place.receiving));
  if (!lookedAt) return undefined;
  const name = nameAt(lookedAt);
  const blob = await blobOf(place, lookedAt.commit, name);
  return blob ? { lookedAt, text: text(blob, name) } : { lookedAt };
}

function nameAt({ shown }: ProtectedBranch): string {
  return `${POLICY_FILE} of ${shown}`;
}

/**
 * The policy of a repository: the given file, else `.waxseal.yaml` of the protected branch, read from git's objects
 * and never from the work tree. `loaded` is absent if that branch has none; `lookedAt` then says which branch that
 * is.
 * @throws RepositoryPolicyError, PolicyError, GitError
 */
export async function loadRepositoryPolicy(
  place: PolicyPlace,
): Promise<{ readonly loaded?: LoadedPolicy; readonly lookedAt?: ProtectedBranch }> {
  if (place.file !== undefined) {
    const loaded = await load(await readPolicyFile(place.file), place.file, place.file, place);
    return { loaded: { ...loaded, selfDeclared: false } };
  }
  const found = await policyInForce(place);
  if (found?.text === undefined) return found ?? {};
  const { lookedAt } = found;
  const { branch, ref, commit, selfDeclared } = lookedAt;
  const name = nameAt(lookedAt);
  const said = selfDeclared ? ', self-declared' : '';
  const source = `${name} (commit ${commit.slice(0, 12)}${said})`;
  const loaded = await load(found.text, source, name, place);
  return { lookedAt, loaded: { ...loaded, selfDeclared, ref, ...(branch !== undefined && { branch }) } };
}
