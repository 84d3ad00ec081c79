import { GitError, git, repositoryInfo } from '../../io/git/index.js';
import { entryOf, fail, messageOf, notMade, ok, warn } from './result.js';
import type { SetUpCheck } from './types.js';

const SETUP = 'run: waxseal setup (or: waxseal setup --global)';

/** Checks that git is installed and new enough: x509 came with 2.19, signatures in SHA-256 repositories with 2.29. */
export const gitVersion: SetUpCheck = async ({ cwd, env }) => {
  let text: string;
  try {
    text = new TextDecoder()
      .decode((await git({ args: ['version'], env, ...(cwd !== undefined && { cwd }) })).stdout)
      .trim();
  } catch (error) {
    return [fail('git', messageOf(error), 'install git 2.34 or newer, and see that it is in PATH')];
  }
  const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(text)?.map(Number) ?? [];
  const older = (wanted: number) => major < 2 || (major === 2 && minor < wanted);
  if (older(26)) return [fail('git', `${text} is too old`, 'install git 2.34 or newer')];
  if (older(34))
    return [
      warn('git', `${text}: SHA-256 and SSH signatures are not known to it`, 'install git 2.34 or newer'),
    ];
  if (older(40)) return [ok('git', `${text} (before 2.40 git shows why signing failed only at a terminal)`)];
  return [ok('git', text)];
};

/** Checks that git signs with X.509, and says whether it signs every commit. */
export const gitFormat: SetUpCheck = async ({ gitConfig }) => {
  const format = entryOf(gitConfig, 'gpg.format');
  const sign = entryOf(gitConfig, 'commit.gpgsign')?.value;
  const found =
    format?.value === 'x509'
      ? ok('gpg.format', 'x509')
      : fail(
          'gpg.format',
          `${format ? `is ${format.value ?? 'empty'} (${format.scope})` : 'is not set'}, so git does not sign with waxseal`,
          SETUP,
        );
  const always = sign !== undefined && /^(?:true|yes|on|1)$/i.test(sign);
  return [
    found,
    ok(
      'commit.gpgsign',
      always ? 'every commit is signed' : 'commits are signed only when asked for (git commit -S)',
    ),
  ];
};

/** Describes the repository of the current directory: its object format, and whether it is shallow. */
export const repository: SetUpCheck = async ({ cwd, env }) => {
  try {
    const { objectFormat, shallow } = await repositoryInfo({ env, ...(cwd !== undefined && { cwd }) });
    const format = objectFormat === 'sha256' ? 'SHA-256; gitsign before 0.16 does not sign here' : 'SHA-1';
    return [
      ok(
        'repository',
        `object format ${format}${shallow ? '; shallow: older commits cannot be verified' : ''}`,
      ),
    ];
  } catch (error) {
    if (error instanceof GitError && error.code === 'REPOSITORY_REFUSED')
      return [fail('repository', error.message, error.hint ?? 'correct what git says')];
    return [notMade('repository', messageOf(error))];
  }
};
