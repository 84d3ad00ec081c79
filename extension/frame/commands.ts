import { commands, type Disposable, l10n, window } from 'vscode';
import type { Feature } from './feature.js';
import { linkless } from './text/plain.js';
import { isCallError } from './thread/call-error.js';

async function tell(error: unknown): Promise<void> {
  if (isCallError(error)) {
    if (error.code === 'CANCELLED') return;
    const text = error.hint ? `${error.message}. ${error.hint}` : error.message;
    await window.showErrorMessage(`Waxseal: ${linkless(text)} [${error.code}]`);
    return;
  }
  const text = error instanceof Error ? error.message : String(error);
  const shown = linkless(text);
  await window.showErrorMessage(l10n.t('Waxseal failed because of a bug in Waxseal: {0}', shown));
}

/** Registers every command of these features. A command that cannot run says why. */
export function registerCommands(features: readonly Feature[]): Disposable[] {
  return features.flatMap((feature) =>
    Object.entries(feature.commands).map(([id, run]) =>
      commands.registerCommand(id, async (...given: unknown[]) => {
        try {
          await run?.(...given);
        } catch (error) {
          void tell(error);
        }
      }),
    ),
  );
}
