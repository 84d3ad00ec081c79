import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRepo, type GitRepo } from '../../support/git-repo.js';
import { EMAIL, PROGRAM, stackEnvironment } from '../../support/waxseal.js';
import { signedRepo } from '../policy/signed-repo.js';
import { inRepo, type Job, type Place, type World } from './job.js';

type Missing = Place['missing'];

async function setUp({ sandbox }: World, more: Record<string, string> = {}): Promise<GitRepo> {
  const repo = await createRepo({ env: { ...stackEnvironment(sandbox), ...more } });
  if (!more['TUF_MIRROR'])
    await repo.git(['config', '--global', 'waxseal.trustedRoot', sandbox.trustedRootPath]);
  return repo;
}

/** The settings of the repository that must be there afterwards, or must not. */
function settings(repo: GitRepo, wanted: Readonly<Record<string, string | undefined>>): Missing {
  return async () => {
    for (const [key, value] of Object.entries(wanted)) {
      const found = (await repo.try(['config', '--local', '--get', key])).stdout.trim() || undefined;
      if (found !== value) return `${key} is ${found}`;
    }
    return undefined;
  };
}

const SIGNS = { 'gpg.format': 'x509', 'gpg.x509.program': PROGRAM };
const SIGNS_NOT = { 'gpg.format': undefined, 'gpg.x509.program': undefined, 'commit.gpgsign': undefined };

function inSetUp(
  name: string,
  args: readonly string[],
  more: {
    readonly first?: readonly (readonly string[])[];
    readonly env?: (world: World) => Record<string, string>;
    readonly missing?: (repo: GitRepo) => Missing;
    readonly varies?: RegExp;
    readonly isUndone?: boolean;
  } = {},
): Job {
  return {
    name,
    ...(more.varies && { varies: more.varies }),
    async make(world) {
      const repo = await setUp(world, more.env?.(world));
      const config = () => repo.git(['config', '--local', '--list']);
      const before = await config();
      for (const words of more.first ?? []) await inRepo(repo, words).run();
      const missing = more.missing?.(repo);
      const mend = async () => {
        await inRepo(repo, ['setup', '--remove']).run();
        const now = await config();
        return now === before ? undefined : now;
      };
      return inRepo(repo, args, { ...(missing && { missing }), ...(more.isUndone && { mend }) });
    },
  };
}

/** git's configuration is changed step by step; `setup --remove` undoes them all. */
const UNDONE = { isUndone: true, varies: /work\/\.git\/config$/ };

const hookOf = (repo: GitRepo) => join(repo.dir, '.git', 'hooks', 'pre-push');
const tuf = ({ sandbox }: World) => ({ TUF_MIRROR: sandbox.urls.tuf, TUF_ROOT_JSON: sandbox.tufRootPath });
const TUF_FILES = /\.cache\/waxseal\//;
const says =
  (pattern: RegExp): (() => Missing) =>
  () =>
  ({ stdout }) =>
    pattern.test(stdout) ? undefined : `it does not say ${pattern}`;

export const CHANGING: readonly Job[] = [
  inSetUp('set up', ['setup'], { ...UNDONE, missing: (repo) => settings(repo, SIGNS) }),
  inSetUp('set up to sign all', ['setup', '--sign-all'], {
    ...UNDONE,
    missing: (repo) => settings(repo, { ...SIGNS, 'commit.gpgsign': 'true' }),
  }),
  inSetUp('undo the set-up', ['setup', '--remove'], {
    ...UNDONE,
    first: [['setup', '--sign-all']],
    missing: (repo) => settings(repo, SIGNS_NOT),
  }),
  inSetUp('install a hook', ['hook', 'install', 'pre-push'], {
    missing: (repo) => () => (existsSync(hookOf(repo)) ? undefined : 'there is no hook'),
  }),
  inSetUp('remove a hook', ['hook', 'remove', 'pre-push'], {
    first: [['hook', 'install', 'pre-push']],
    missing: (repo) => () => (existsSync(hookOf(repo)) ? 'the hook is still there' : undefined),
  }),
  inSetUp('update the trusted root', ['trust', 'update'], {
    env: tuf,
    varies: TUF_FILES,
    missing: says(/^source {2}http/m),
  }),
  inSetUp('show the trusted root that was updated', ['trust', 'show'], {
    env: tuf,
    first: [['trust', 'update']],
    varies: TUF_FILES,
    missing: says(/^source {2}http/m),
  }),
  inSetUp('show the status', ['status', '--explain'], { missing: says(/./) }),
  {
    name: 'show the status with a token',
    async make(world) {
      const token = world.sandbox.mintToken({ email: EMAIL });
      const repo = await setUp(world, { SIGSTORE_ID_TOKEN: token });
      return inRepo(repo, ['status'], { secrets: token.split('.').filter((part) => part.length > 16) });
    },
  },
  inSetUp('let the doctor look', ['doctor'], { first: [['setup']] }),
  inSetUp('let the doctor look at a set-up that is wrong', ['doctor', '--offline'], {
    first: [['setup']],
    env: () => ({ SIGSTORE_FULCIO_URL: 'http://127.0.0.1:9' }),
  }),
  {
    name: 'write a proposed policy',
    async make({ instance }) {
      const repo = await signedRepo(instance);
      for (const name of ['one', 'two'])
        await repo.commit('main', { files: { name }, signer: 'alice@example.test' });
      await repo.git(['checkout', '-q', 'main']);
      const path = join(repo.dir, '.waxseal.yaml');
      return inRepo(repo, ['policy', 'init', '--write'], {
        missing: () =>
          existsSync(path) && readFileSync(path, 'utf8').includes('alice') ? undefined : 'there is no policy',
      });
    },
    varies: TUF_FILES,
  },
  inSetUp('print a completion', ['completion', 'bash'], { missing: says(/complete .*waxseal\n$/) }),
  inSetUp('print the help', ['help', 'verify'], { missing: says(/Exit status/) }),
  inSetUp('print the version', ['--version'], { missing: says(/^waxseal \d/) }),
];
