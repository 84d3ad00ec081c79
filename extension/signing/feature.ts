import type { LazySpec } from '../frame/feature.js';
import type { RepositoryState } from '../signatures/state/state.js';
import { COMMANDS } from './ids.js';
import type { SigningNeeds } from './types.js';

/** Signing without a key: set-up, sign-in, and who is signed in. */
export const SIGNING: LazySpec<SigningNeeds> = {
  name: 'signing',
  commands: Object.values(COMMANDS),
  wake: (open, { store }) => {
    const listener = store.onDidChange(() => {
      if (!store.repositories.some(isJudged)) return;
      listener.dispose();
      open();
    });
    return listener;
  },
};

/** The verdict on HEAD, if there is one, is shown first; signing can wait. */
function isJudged({ phase, basis, verdicts }: RepositoryState): boolean {
  return phase === 'failed' || verdicts.size > 0 || (basis !== undefined && basis.head === undefined);
}
