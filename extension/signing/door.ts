import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { RepositoryState } from '../state/state.js';
import type { Signing, SigningCommand, SigningContext } from './types.js';

/**
 * Everything about signing is in a file of its own, which is loaded when it is first needed. VS Code loads the extension's main
 * file with every folder, so that file must stay small.
 */
export class SigningDoor {
  #signing: Signing | undefined;

  constructor(private readonly given: SigningContext) {
    const { store, subscriptions } = given;
    const listener = store.onDidChange(() => {
      if (!store.repositories.some(isJudged)) return;
      listener.dispose();
      void this.#open().start();
    });
    subscriptions.push(listener, { dispose: () => this.#signing?.dispose() });
  }

  /** Runs one of the signing commands. The command reports its own failures. */
  async run(command: SigningCommand): Promise<void> {
    await this.#open().run(command);
  }

  #open(): Signing {
    if (!this.#signing) {
      const { dist } = this.given;
      const load = createRequire(join(dist, 'extension.cjs'));
      const { openSigning } = load('./extension/signing.cjs') as {
        openSigning(given: SigningContext): Signing;
      };
      this.#signing = openSigning(this.given);
    }
    return this.#signing;
  }
}

/** The verdict on HEAD, if there is one, is shown first; signing can wait. */
function isJudged({ phase, basis, verdicts }: RepositoryState): boolean {
  return phase === 'failed' || verdicts.size > 0 || (basis !== undefined && basis.head === undefined);
}
