import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { cleanEnvironment, run } from '../../support/git-repo.js';
import { PROGRAM } from '../../support/waxseal.js';

/** The user of the editor. */
export const PERSON = 'wax@example.test';
/** The earlier signer. */
export const OTHER = 'other@example.test';

/** A repository in which somebody else has signed, a Sigstore, and a user who has set up nothing yet. */
export interface SigningScene {
  readonly sandbox: Sandbox;
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  /** The trust configuration of the Sigstore, as its operator publishes it. */
  readonly instance: string;
  git(...args: string[]): Promise<string>;
  write(name: string, text: string): void;
  remove(): Promise<void>;
}

/** Makes the scene. The folder's name contains a space and an apostrophe. */
export async function signingScene(): Promise<SigningScene> {
  const sandbox = await startSandbox({ signIn: { claims: { email: PERSON }, deviceInterval: 1 } });
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'signing-')));
  const dir = join(root, "wax's work");
  mkdirSync(dir);
  const env = cleanEnvironment(root);
  // Otherwise servers on this machine would count as private, and nobody would be asked.
  const config = `[user]\n\tname = Wax Seal\n\temail = ${PERSON}\n[waxseal]\n\tinstancePrivate = false\n`;
  writeFileSync(env['GIT_CONFIG_GLOBAL'] ?? '', config);
  const instance = join(root, 'trust-config.json');
  const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
  const [trustedRoot, signingConfig] = [sandbox.trustedRootPath, sandbox.signingConfigPath].map(read);
  writeFileSync(instance, JSON.stringify({ trustedRoot, signingConfig }));
  // The sandbox answers from this process, so this process must not block.
  const at = async (args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const { status, stdout, stderr } = await run('git', args, { cwd: dir, env: { ...env, ...more } });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: exit ${status}\n${stderr}`);
    return stdout.trim();
  };
  const write = (name: string, text: string) => writeFileSync(join(dir, name), text);
  await at(['init', '-q', '-b', 'main']);
  await signByOther(at, sandbox, write);
  return {
    sandbox,
    dir,
    env,
    instance,
    git: (...args) => at(args),
    write,
    remove: async () => {
      await sandbox.stop();
      rmSync(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** A commit and a tag by somebody with their own set-up, of which nothing stays in the repository. */
async function signByOther(
  git: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<string>,
  sandbox: Sandbox,
  write: SigningScene['write'],
): Promise<void> {
  const env = {
    ...sandbox.env,
    SIGSTORE_ID_TOKEN: sandbox.mintToken({ email: OTHER }),
    WAXSEAL_PUBLIC_LOG: 'yes',
    WAXSEAL_AGENT: 'false',
    GIT_AUTHOR_NAME: 'Other',
    GIT_AUTHOR_EMAIL: OTHER,
    GIT_COMMITTER_NAME: 'Other',
    GIT_COMMITTER_EMAIL: OTHER,
  };
  const settings = [
    'gpg.format=x509',
    `gpg.x509.program=${PROGRAM}`,
    `waxseal.trustedRoot=${sandbox.trustedRootPath}`,
  ];
  const options = settings.flatMap((pair) => ['-c', pair]);
  write('README.md', '# One\n');
  await git(['add', '.']);
  await git([...options, 'commit', '-q', '-S', '-m', 'Begin'], env);
  await git([...options, 'tag', '-s', '-m', 'The first release', 'v1.0'], env);
}
