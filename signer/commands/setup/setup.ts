import { configure } from '../../../act/setup/configure.js';
import { GitSettings } from '../../../act/setup/git-settings.js';
import { undo } from '../../../act/setup/undo.js';
import { harmless } from '../../../core/harmless/index.js';
import { GitError, repositoryInfo } from '../../../io/git/index.js';
import { UsageError } from '../../errors.js';
import { launcherPath } from '../../launcher.js';
import { parseOptions } from '../../options/parse.js';
import { recordNode } from '../../record-node.js';
import { openSession } from '../../session.js';
import { isOwnIdentity } from '../../sign/own-identity.js';
import { writeAll } from '../../terminal/write.js';
import { SETUP } from './specs.js';

/** It names no committer, so git is asked who commits here. */
const NO_PAYLOAD = new Uint8Array();

/** The repository of the current directory. */
const HERE = { env: process.env };

async function checkRepository(): Promise<void> {
  try {
    await repositoryInfo(HERE);
  } catch (error) {
    if (!(error instanceof GitError) || error.code !== 'NOT_A_REPOSITORY') throw error;
    throw new UsageError(
      'there is no repository here to set up',
      'add --global to set up all your repositories',
    );
  }
}

/**
 * `waxseal setup`: makes git sign with this program, in this repository or everywhere, and says what it did. `--remove` undoes it.
 * @returns 0
 */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions(SETUP, argv);
  const { identity, issuer, instance, 'instance-root': instanceRoot } = values;
  if (instanceRoot !== undefined && instance === undefined)
    throw new UsageError('--instance-root needs --instance: it is the root of that TUF mirror');
  if (positionals.length > 0) throw new UsageError('setup takes no operands');
  if ((identity === undefined) !== (issuer === undefined))
    throw new UsageError(
      '--identity and --issuer must be given together: an identity has a meaning only with its issuer',
    );
  if (!values.global) await checkRepository();
  const settings = new GitSettings(values.global ? 'global' : 'local', HERE);
  const say = (line: string) => writeAll(1, `${harmless(line)}\n`);
  if (values.remove) {
    if (instance ?? identity ?? values.agree ?? values['sign-all'])
      throw new UsageError('--remove cannot be combined with options other than --global');
    await undo(settings, openSession, say);
  } else {
    await configure(
      {
        settings,
        program: launcherPath(),
        openSession,
        isOwn: (shown) => isOwnIdentity(shown, NO_PAYLOAD, process.env),
        signAll: values['sign-all'] ?? false,
        agree: values.agree ?? false,
        ...(instance !== undefined && { instance }),
        ...(instanceRoot !== undefined && { instanceRoot }),
        ...(identity !== undefined && issuer !== undefined && { identity: { subject: identity, issuer } }),
      },
      say,
    );
    await recordNode(process.env).catch(({ message }: Error) => say(`note  ${message}`));
  }
  return 0;
}
