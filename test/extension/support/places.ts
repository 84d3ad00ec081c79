import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EditorRepository, editorRepository } from './repository.js';

/** A workspace with every kind of folder, and what the tests in the host need to know about it. */
export interface Places {
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
  readonly facts: PlacesFacts;
  readonly repo: EditorRepository;
}

export interface PlacesFacts {
  readonly root: string;
  /** The commits of `work`, oldest first. The last is not on the branch yet. */
  readonly commits: readonly string[];
  readonly tag: string;
  /** When this file appears, the verification thread ends. */
  readonly crash: string;
  readonly globalConfig: string;
  readonly ownPolicy: string;
}

const FOLDERS = [
  'work',
  'empty',
  'sha256',
  'shallow',
  'linked',
  'parent',
  'bare.git',
  'plain',
  'broken',
  'corrupt',
];

/** Makes the folders in a temporary directory. */
export function makePlaces(): Places {
  const repo = editorRepository();
  const root = join(repo.dir, '..');
  const at = (cwd: string, ...args: string[]) =>
    execFileSync('git', args, { cwd, env: repo.env, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  const folder = (name: string) => {
    mkdirSync(join(root, name), { recursive: true });
    return join(root, name);
  };
  const first = repo.commit({ message: 'One', sign: {}, files: { 'file.txt': 'one\n' } });
  const second = repo.commit({ message: 'Two', sign: {}, files: { 'file.txt': 'one\ntwo\n' } });
  repo.tag({ name: 'v1', sign: {} });
  at(root, 'clone', '-q', '--bare', repo.dir, 'bare.git');
  at(root, 'clone', '-q', '--depth', '1', `file://${repo.dir}`, 'shallow');
  repo.git('worktree', 'add', '-q', '--detach', join(root, 'linked'), first);
  const third = repo.commit({ message: 'Three' });
  repo.git('update-ref', 'HEAD', second);

  at(folder('empty'), 'init', '-q', '-b', 'main');
  at(folder('sha256'), 'init', '-q', '-b', 'main', '--object-format=sha256');
  at(join(root, 'sha256'), 'commit', '-q', '--allow-empty', '-m', 'Long ids');
  folder('plain');
  const parent = folder('parent');
  at(parent, 'init', '-q', '-b', 'main');
  at(parent, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repo.dir, 'module');
  at(parent, 'commit', '-q', '-m', 'Take a module in');
  at(folder('parent/inner'), 'init', '-q', '-b', 'main');
  at(join(root, 'parent', 'inner'), 'commit', '-q', '--allow-empty', '-m', 'Inside');

  const broken = folder('broken');
  at(broken, 'init', '-q', '-b', 'main');
  writeFileSync(join(broken, '.git', 'refs', 'heads', 'main'), `${'f'.repeat(40)}\n`);
  at(root, 'clone', '-q', '--no-local', repo.dir, 'corrupt');
  const corrupt = join(root, 'corrupt', '.git');
  at(join(root, 'corrupt'), 'repack', '-a', '-d', '-q');
  const packs = join(corrupt, 'objects', 'pack');
  for (const name of readdirSync(packs).filter((one) => one.endsWith('.pack'))) {
    const path = join(packs, name);
    rmSync(path);
    writeFileSync(path, 'PACK no pack');
  }
  const workspace = join(root, 'places.code-workspace');
  writeFileSync(workspace, JSON.stringify({ folders: FOLDERS.map((path) => ({ path })) }));
  const crash = join(root, 'crash');
  return {
    workspace,
    repo,
    env: { ...repo.env, WAXSEAL_TEST_CRASH: crash },
    facts: {
      root,
      commits: [first, second, third],
      tag: repo.git('rev-parse', 'v1'),
      crash,
      globalConfig: repo.env['GIT_CONFIG_GLOBAL'] ?? '',
      ownPolicy: join(repo.env['XDG_CONFIG_HOME'] ?? '', 'waxseal', 'policy.yaml'),
    },
  };
}

/** Makes the verification thread of a staged extension end when the file `WAXSEAL_TEST_CRASH` appears. */
export function crashable(extension: string): void {
  const look = `setInterval(() => {
    try { require('node:fs').unlinkSync(process.env.WAXSEAL_TEST_CRASH); } catch { return; }
    process.exit(7);
  }, 50).unref();`;
  appendFileSync(join(extension, 'dist', 'extension', 'verifier.cjs'), `\n;${look}\n`);
}
