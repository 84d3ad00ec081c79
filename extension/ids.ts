// The names by which VS Code knows what the extension contributes. The manifest is generated from them.

export const COMMANDS = {
  verifyCommit: 'waxseal.verifyCommit',
  verifyRange: 'waxseal.verifyRange',
  verifyTag: 'waxseal.verifyTag',
  explainOutcome: 'waxseal.explainOutcome',
  copyEvidence: 'waxseal.copyEvidence',
  copyId: 'waxseal.copyId',
  showSignatures: 'waxseal.showSignatures',
  refresh: 'waxseal.refresh',
  filterOutcome: 'waxseal.filterOutcome',
  filterSigner: 'waxseal.filterSigner',
  clearFilter: 'waxseal.clearFilter',
  showMore: 'waxseal.showMore',
  verifyExtension: 'waxseal.verifyExtension',
  createPolicy: 'waxseal.createPolicy',
  explainPolicy: 'waxseal.explainPolicy',
  comparePolicy: 'waxseal.comparePolicy',
  setUpSigning: 'waxseal.setUpSigning',
  undoSigning: 'waxseal.undoSigning',
  trySigning: 'waxseal.trySigning',
  signIn: 'waxseal.signIn',
  signOut: 'waxseal.signOut',
  signingStatus: 'waxseal.signingStatus',
  checkSigning: 'waxseal.checkSigning',
} as const;

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

export const WALKTHROUGH = 'waxseal.keyless';

export const VIEWS = { signatures: 'waxseal.signatures' } as const;

export const SETTINGS = {
  statusBar: 'waxseal.statusBar',
  inlineSigner: 'waxseal.inlineSigner',
  recentCommits: 'waxseal.recentCommits',
  verifyOnline: 'waxseal.verifyOnline',
  signIn: 'waxseal.signIn',
} as const;

/** The type of each setting's value. */
export interface SettingValues {
  [SETTINGS.statusBar]: boolean;
  [SETTINGS.inlineSigner]: 'off' | 'differs' | 'always';
  [SETTINGS.recentCommits]: number;
  [SETTINGS.verifyOnline]: boolean;
  [SETTINGS.signIn]: 'auto' | 'browser' | 'code';
}

export const DEFAULTS: Readonly<SettingValues> = {
  [SETTINGS.statusBar]: true,
  [SETTINGS.inlineSigner]: 'differs',
  [SETTINGS.recentCommits]: 1000,
  [SETTINGS.verifyOnline]: false,
  [SETTINGS.signIn]: 'auto',
};

/** The conditions that menus and welcome texts test. */
export const CONTEXTS = {
  /** `starting`, `ready`, or the reason why there is nothing to show. */
  state: 'waxseal.state',
  filtered: 'waxseal.filtered',
} as const;

/** The kind of a row in the view, for menus. */
export const ROW_KINDS = { commit: 'waxseal.commit', tag: 'waxseal.tag' } as const;

/** The only outcome for which VS Code has no colour that is readable in every theme. */
export const COLOURS = { refused: 'waxseal.refusedForeground' } as const;

export const COMMIT_PAGE = 'waxseal.commitPage';
/** URI scheme of the texts that the extension shows in read-only editors. */
export const TEXT_SCHEME = 'waxseal';
/** URI scheme of the rows, for their decorations. */
export const ROW_SCHEME = 'waxseal-row';
