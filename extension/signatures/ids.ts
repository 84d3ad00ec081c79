import type { Setting } from '../frame/settings.js';

// The names by which VS Code knows what this feature contributes. The manifest is generated from them.

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
} as const;

export const VIEW = 'waxseal.signatures';

const STATUS_BAR: Setting<boolean> = { id: 'waxseal.statusBar', byDefault: true };
const INLINE_SIGNER: Setting<'off' | 'differs' | 'always'> = {
  id: 'waxseal.inlineSigner',
  byDefault: 'differs',
};
const RECENT_COMMITS: Setting<number> = { id: 'waxseal.recentCommits', byDefault: 1000 };
const VERIFY_ONLINE: Setting<boolean> = { id: 'waxseal.verifyOnline', byDefault: false };

export const SETTINGS = {
  statusBar: STATUS_BAR,
  inlineSigner: INLINE_SIGNER,
  recentCommits: RECENT_COMMITS,
  verifyOnline: VERIFY_ONLINE,
} as const;

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
/** URI scheme of the rows, for their decorations. */
export const ROW_SCHEME = 'waxseal-row';
