import type { Setting } from '../frame/settings.js';

// The names by which VS Code knows what this feature contributes. The manifest is generated from them.

export const COMMANDS = {
  setUpSigning: 'waxseal.setUpSigning',
  undoSigning: 'waxseal.undoSigning',
  trySigning: 'waxseal.trySigning',
  signIn: 'waxseal.signIn',
  signOut: 'waxseal.signOut',
  signingStatus: 'waxseal.signingStatus',
  checkSigning: 'waxseal.checkSigning',
} as const;

export const WALKTHROUGH = 'waxseal.keyless';

const SIGN_IN: Setting<'auto' | 'browser' | 'code'> = { id: 'waxseal.signIn', byDefault: 'auto' };

export const SETTINGS = { signIn: SIGN_IN } as const;
