import type { Contribution } from '../frame/manifest/contribution.js';
import { COLOURS, COMMANDS, CONTEXTS, ROW_KINDS, SETTINGS, VIEW } from './ids.js';

const inView = `view == ${VIEW}`;
const onRow = `${inView} && viewItem =~ /^${ROW_KINDS.commit.replace('.', '\\.')}|^${ROW_KINDS.tag.replace('.', '\\.')}/`;
const state = (name: string) => `${CONTEXTS.state} == ${name}`;

/** The conditions of menus in the view, for features that add to it. */
export const WHEN = { inView, onRow } as const;

/** What this feature adds to package.json. */
export const SIGNATURES: Contribution = {
  activationEvents: ['workspaceContains:.git', 'workspaceContains:*/.git'],
  commands: COMMANDS,
  icons: {
    [COMMANDS.refresh]: '$(refresh)',
    [COMMANDS.filterOutcome]: '$(filter)',
    [COMMANDS.filterSigner]: '$(person)',
    [COMMANDS.clearFilter]: '$(clear-all)',
    [COMMANDS.explainOutcome]: '$(question)',
    [COMMANDS.verifyRange]: '$(git-compare)',
  },
  menus: {
    commandPalette: [{ command: COMMANDS.showMore, when: 'false' }],
    'view/title': [
      { command: COMMANDS.filterOutcome, when: inView, group: 'navigation@1' },
      { command: COMMANDS.filterSigner, when: inView, group: 'navigation@2' },
      { command: COMMANDS.clearFilter, when: `${inView} && ${CONTEXTS.filtered}`, group: 'navigation@3' },
      { command: COMMANDS.refresh, when: inView, group: 'navigation@4' },
      { command: COMMANDS.verifyRange, when: inView, group: '2_verify@1' },
      { command: COMMANDS.verifyCommit, when: inView, group: '2_verify@2' },
      { command: COMMANDS.verifyTag, when: inView, group: '2_verify@3' },
    ],
    'view/item/context': [
      { command: COMMANDS.explainOutcome, when: onRow, group: 'inline@1' },
      { command: COMMANDS.verifyCommit, when: onRow, group: '1_show@1' },
      { command: COMMANDS.explainOutcome, when: onRow, group: '1_show@2' },
      { command: COMMANDS.copyEvidence, when: onRow, group: '2_copy@1' },
      { command: COMMANDS.copyId, when: onRow, group: '2_copy@2' },
    ],
  },
  views: {
    scm: [
      {
        id: VIEW,
        name: '%view.signatures%',
        contextualTitle: 'Waxseal',
        icon: '$(verified)',
        visibility: 'collapsed',
      },
    ],
  },
  points: {
    viewsWelcome: ['starting', 'no-folder', 'virtual', 'git-missing', 'no-repository'].map((name) => ({
      view: VIEW,
      contents: `%welcome.${name}%`,
      when: name === 'starting' ? `!${CONTEXTS.state} || ${state(name)}` : state(name),
    })),
    colors: [
      {
        id: COLOURS.refused,
        description: '%color.refused%',
        defaults: {
          dark: '#e2903c',
          light: '#a65300',
          highContrast: '#ffb45e',
          highContrastLight: '#8a4300',
        },
      },
    ],
  },
  settings: [
    { setting: SETTINGS.statusBar, type: 'boolean' },
    { setting: SETTINGS.inlineSigner, type: 'string', values: ['off', 'differs', 'always'] },
    { setting: SETTINGS.recentCommits, type: 'integer', minimum: 1, maximum: 50_000 },
    { setting: SETTINGS.verifyOnline, type: 'boolean', isOnline: true },
  ],
  restricted: [SETTINGS.verifyOnline],
};
