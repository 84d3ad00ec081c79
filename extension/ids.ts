// The names under which VS Code knows what the extension contributes; the manifest is made from these.

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

/** What each setting holds. */
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

/** Conditions that menus and welcome texts ask about. */
export const CONTEXTS = {
  /** `starting`, `ready`, or why there is nothing to show. */
  state: 'waxseal.state',
  filtered: 'waxseal.filtered',
} as const;

/** What a row of the view is, for menus. */
export const ROW_KINDS = { commit: 'waxseal.commit', tag: 'waxseal.tag' } as const;

/** The one outcome that VS Code has no readable colour for in all its themes. */
export const COLOURS = { refused: 'waxseal.refusedForeground' } as const;

export const COMMIT_PAGE = 'waxseal.commitPage';
/** Scheme of the texts the extension shows in read-only editors. */
export const TEXT_SCHEME = 'waxseal';
/** Scheme of the rows' URIs, for their decorations. */
export const ROW_SCHEME = 'waxseal-row';
