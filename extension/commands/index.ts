import { commands, type Disposable, l10n, window } from 'vscode';
import type { CommandContext } from '../context.js';
import { COMMANDS, type CommandId } from '../ids.js';
import { linkless } from '../plain.js';
import { verifyExtension } from '../self/verify-extension.js';
import { ServiceError } from '../service/service.js';
import { copyEvidence, copyId } from './copy.js';
import { explainOutcome } from './explain.js';
import { clearFilter, filterOutcome, filterSigner } from './filter.js';
import { refresh, showMore, showSignatures } from './show.js';
import { verifyCommit, verifyRange, verifyTag } from './verify.js';

type Command = (context: CommandContext, ...given: unknown[]) => Promise<void>;

/** Every command. All are registered from the start; a command that cannot run says why. */
const TABLE: Readonly<Record<CommandId, Command>> = {
  [COMMANDS.verifyCommit]: verifyCommit,
  [COMMANDS.verifyRange]: verifyRange,
  [COMMANDS.verifyTag]: verifyTag,
  [COMMANDS.explainOutcome]: explainOutcome,
  [COMMANDS.copyEvidence]: copyEvidence,
  [COMMANDS.copyId]: copyId,
  [COMMANDS.showSignatures]: showSignatures,
  [COMMANDS.refresh]: refresh,
  [COMMANDS.filterOutcome]: filterOutcome,
  [COMMANDS.filterSigner]: filterSigner,
  [COMMANDS.clearFilter]: clearFilter,
  [COMMANDS.showMore]: showMore,
  [COMMANDS.verifyExtension]: verifyExtension,
  [COMMANDS.createPolicy]: ({ policy }) => policy.run('create'),
  [COMMANDS.explainPolicy]: ({ policy }, given) => policy.run('explain', given),
  [COMMANDS.comparePolicy]: ({ policy }, given) => policy.run('compare', given),
  [COMMANDS.setUpSigning]: ({ signing }) => signing.run('setUp'),
  [COMMANDS.undoSigning]: ({ signing }) => signing.run('undo'),
  [COMMANDS.trySigning]: ({ signing }) => signing.run('try'),
  [COMMANDS.signIn]: ({ signing }) => signing.run('signIn'),
  [COMMANDS.signOut]: ({ signing }) => signing.run('signOut'),
  [COMMANDS.signingStatus]: ({ signing }) => signing.run('status'),
  [COMMANDS.checkSigning]: ({ signing }) => signing.run('check'),
};

async function tell(error: unknown): Promise<void> {
  if (error instanceof ServiceError) {
    if (error.code === 'CANCELLED') return;
    const text = error.hint ? `${error.message}. ${error.hint}` : error.message;
    await window.showErrorMessage(`Waxseal: ${linkless(text)} [${error.code}]`);
    return;
  }
  const text = error instanceof Error ? error.message : String(error);
  const shown = linkless(text);
  await window.showErrorMessage(l10n.t('Waxseal failed because of a bug in Waxseal: {0}', shown));
}

export function registerCommands(context: CommandContext, subscriptions: Disposable[]): void {
  for (const [id, run] of Object.entries(TABLE)) {
    const guarded = async (...given: unknown[]) => {
      try {
        await run(context, ...given);
      } catch (error) {
        void tell(error);
      }
    };
    subscriptions.push(commands.registerCommand(id, guarded));
  }
}
