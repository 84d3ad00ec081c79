import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { utf8 } from '../../../core/encoding/index.js';
import { bundleBytes, makeBundle } from '../../support/bundle.js';
import { createRepo } from '../../support/git-repo.js';
import { PROGRAM } from '../../support/waxseal.js';
import { policyFor, pushing } from '../hook/server.js';
import { type SignedRepo, signedRepo } from '../policy/signed-repo.js';
import { type Ended, inRepo, type Job, type World } from './job.js';

const [ALICE, EVE] = ['alice@example.test', 'eve@example.test'];
/** What the program learns about the history, so that it need not check again. */
const VARIES = /\.cache\/waxseal\//;

/** Four commits: allowed with the policy, allowed, refused, unsigned. */
async function history({ instance }: World): Promise<SignedRepo> {
  const repo = await signedRepo(instance);
  await repo.git(['config', 'gpg.format', 'x509']);
  await repo.git(['config', 'gpg.x509.program', PROGRAM]);
  await repo.commit('main', { files: policyFor(['alice']), signer: ALICE });
  await repo.commit('main', { files: { a: '1' }, signer: ALICE });
  await repo.commit('main', { files: { a: '2' }, signer: EVE });
  await repo.commit('main', { files: { a: '3' } });
  await repo.git(['checkout', '-q', 'main']);
  return repo;
}

const same =
  (pattern: RegExp) =>
  ({ stdout, stderr }: Ended) =>
    pattern.test(stdout + stderr) ? undefined : `the answer does not say ${pattern}`;

function asked(
  name: string,
  args: readonly string[],
  says: RegExp,
  more: { readonly program?: string; readonly input?: string; readonly isMute?: boolean } = {},
): Job {
  return {
    name,
    varies: VARIES,
    make: async (world) => inRepo(await history(world), args, { missing: same(says), ...more }),
  };
}

const GIT = { program: 'git', isMute: true };
const raw = (revision: string) => ['verify-commit', '--raw', revision];
const pushed = (what: string, revision: string): Job => ({
  name: `a hook judges a push of ${what}`,
  varies: VARIES,
  async make(world) {
    const repo = await history(world);
    const [now, before] = await Promise.all([
      repo.git(['rev-parse', revision]),
      repo.git(['rev-parse', 'main~3']),
    ]);
    const input = `refs/heads/main ${now} refs/heads/main ${before}\n`;
    return inRepo(repo, ['hook', 'run', 'pre-push', '--', 'origin', '/nowhere'], { input });
  },
});

function blob(name: string, file: string): Job {
  return {
    name,
    async make({ instance }) {
      const repo = await createRepo();
      const artifact = utf8('an artifact\n');
      const write = (path: string, content: string | Uint8Array) =>
        writeFileSync(join(repo.dir, path), content);
      write('artifact', artifact);
      write('other', 'something else\n');
      write('root.json', instance.trustJson);
      write('signed.json', bundleBytes(makeBundle(instance, artifact).json));
      const identity = [
        '--certificate-identity=dev@example.test',
        '--certificate-oidc-issuer=https://issuer.example.test',
      ];
      return inRepo(
        repo,
        ['verify-blob', file, '--bundle=signed.json', '--trusted-root=root.json', ...identity],
        {
          missing: same(/^verified /m),
        },
      );
    },
  };
}

const ANSWERED = /^verified /m;

export const JUDGING: readonly Job[] = [
  asked('git verifies a commit that is allowed', raw('main~2'), /^\[GNUPG:\] GOODSIG /m, GIT),
  asked('git verifies a commit that is refused', raw('main~1'), /./, GIT),
  asked('verify a commit', ['verify', 'main~2'], ANSWERED),
  asked('verify a history', ['verify', 'main'], ANSWERED),
  asked(
    'verify a history as JSON, without a cache',
    ['verify', '--no-cache', '--format', 'json', 'main'],
    /"outcome": "verified"/,
  ),
  asked('verify commits of standard input', ['verify', '--stdin'], ANSWERED, { input: 'main~2\nmain~3\n' }),
  asked('verify as SARIF', ['verify', '--format', 'sarif', 'main~2'], /"results"/),
  asked('verify with a policy file', ['verify', '--policy', '.waxseal.yaml', 'main~2'], ANSWERED),
  blob('verify a file', 'artifact'),
  blob('verify a file that was changed', 'other'),
  asked('show a signature', ['show', 'main~2'], /alice@example\.test/),
  asked('show a signature as JSON', ['show', '--format', 'json', 'main~1'], /eve@example\.test/),
  asked('explain what is allowed', ['policy', 'explain', 'main~2'], /by rule "all"/),
  asked('explain what is refused', ['policy', 'explain', 'main~1'], /./),
  asked('check a policy', ['policy', 'check'], /./),
  asked('propose a policy', ['policy', 'init'], /alice@example\.test/),
  pushed('what is allowed', 'main~2'),
  pushed('what is refused', 'main~1'),
  {
    name: 'the server judges a push',
    varies: VARIES,
    async make(world) {
      const on = await pushing(world.instance);
      await on.repo.commit('main', { files: policyFor(['alice']), signer: ALICE });
      await on.push('main');
      await on.onServer('hook', 'install', 'pre-receive');
      await on.repo.commit('main', { files: { a: '1' } });
      return inRepo(on.repo, ['push', 'origin', 'main'], { program: 'git' });
    },
  },
];
