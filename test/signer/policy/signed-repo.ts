import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { utf8 } from '../../../core/encoding/index.js';
import { joinObject } from '../../../core/git/index.js';
import { createRepo, type GitRepo, type RunResult, run } from '../../support/git-repo.js';
import { type SignOptions, TestInstance } from '../../support/instance.js';
import { PROGRAM } from '../../support/waxseal.js';

export const ISSUER = 'https://issuer.example.test';

/** A commit to make; without `signer` it is not signed. */
export interface CommitOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly signer?: string;
  readonly author?: string;
  readonly parents?: readonly string[];
  readonly sign?: SignOptions;
}

/** A repository whose objects are signed by an in-memory Sigstore. The program trusts its root. */
export interface SignedRepo extends GitRepo {
  /** Makes a commit on top of the branch `ref` and moves `ref`; returns its id. */
  commit(ref: string, options?: CommitOptions): Promise<string>;
  tag(
    name: string,
    target: string,
    signer: string,
    storedAs?: string,
    type?: 'commit' | 'tag',
  ): Promise<string>;
  waxseal(...args: string[]): Promise<RunResult>;
}

/** Makes such a repository. The caller removes it. */
export async function signedRepo(
  instance = new TestInstance(),
  format: 'sha1' | 'sha256' = 'sha1',
): Promise<SignedRepo> {
  const repo = await createRepo({ objectFormat: format });
  const root = join(repo.home, 'trusted_root.json');
  writeFileSync(root, instance.trustJson);
  await repo.git(['config', '--global', 'waxseal.trustedRoot', root]);
  const store = async (type: 'commit' | 'tag', payload: string, signer?: string, sign: SignOptions = {}) => {
    const bytes = utf8(payload);
    const raw =
      signer === undefined
        ? bytes
        : joinObject({
            type,
            payload: bytes,
            armor: instance.sign(bytes, { subject: signer, ...sign }).armor,
            format,
          });
    const path = join(repo.home, 'object');
    writeFileSync(path, raw);
    return repo.git(['hash-object', '-t', type, '-w', path]);
  };
  return {
    ...repo,
    commit: async (
      ref,
      { files = {}, signer, author = signer ?? 'nobody@example.test', parents, sign } = {},
    ) => {
      const [tip] = (await repo.try(['rev-parse', '--verify', '-q', `refs/heads/${ref}`])).stdout.split('\n');
      const before = parents ?? (tip ? [tip] : []);
      const index = { GIT_INDEX_FILE: join(repo.home, 'index') };
      await repo.git(['read-tree', before[0] ?? '--empty'], index);
      for (const [name, text] of Object.entries(files)) {
        const path = join(repo.home, 'blob');
        writeFileSync(path, text);
        const blob = await repo.git(['hash-object', '-w', path]);
        await repo.git(['update-index', '--add', '--cacheinfo', `100644,${blob},${name}`], index);
      }
      const tree = await repo.git(['write-tree'], index);
      const lines = [
        `tree ${tree}`,
        ...before.map((id) => `parent ${id}`),
        `author A <${author}> 1790001000 +0000`,
        `committer A <${author}> 1790001000 +0000`,
        '',
        'Change\n',
      ];
      const id = await store('commit', lines.join('\n'), signer, sign);
      await repo.git(['update-ref', `refs/heads/${ref}`, id]);
      return id;
    },
    tag: async (name, target, signer, storedAs = name, type = 'commit') => {
      const lines = [
        `object ${target}`,
        `type ${type}`,
        `tag ${name}`,
        `tagger A <${signer}> 1790001000 +0000`,
        '',
        'Tag\n',
      ];
      const id = await store('tag', lines.join('\n'), signer);
      await repo.git(['update-ref', `refs/tags/${storedAs}`, id]);
      return id;
    },
    waxseal: (...args) => run(PROGRAM, args, { cwd: repo.dir, env: repo.env }),
  };
}
