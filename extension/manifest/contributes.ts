import { COLOURS, COMMANDS, CONTEXTS, DEFAULTS, ROW_KINDS, SETTINGS, VIEWS } from '../ids.js';
import { walkthroughs } from './walkthrough.js';

// What package.json says about the extension, generated from the ids in the code. Texts are keys of package.nls.json.

const CATEGORY = '%category%';

const ICONS: Partial<Record<keyof typeof COMMANDS, string>> = {
  refresh: '$(refresh)',
  filterOutcome: '$(filter)',
  filterSigner: '$(person)',
  clearFilter: '$(clear-all)',
  explainOutcome: '$(question)',
  comparePolicy: '$(diff)',
  verifyRange: '$(git-compare)',
};

const commands = (Object.keys(COMMANDS) as (keyof typeof COMMANDS)[]).map((key) => ({
  command: COMMANDS[key],
  title: `%command.${key}%`,
  category: CATEGORY,
  ...(ICONS[key] !== undefined && { icon: ICONS[key] }),
}));

const inView = `view == ${VIEWS.signatures}`;
const onRow = `${inView} && viewItem =~ /^${ROW_KINDS.commit.replace('.', '\\.')}|^${ROW_KINDS.tag.replace('.', '\\.')}/`;

const menus = {
  commandPalette: [{ command: COMMANDS.showMore, when: 'false' }],
  'view/title': [
    { command: COMMANDS.filterOutcome, when: inView, group: 'navigation@1' },
    { command: COMMANDS.filterSigner, when: inView, group: 'navigation@2' },
    { command: COMMANDS.clearFilter, when: `${inView} && ${CONTEXTS.filtered}`, group: 'navigation@3' },
    { command: COMMANDS.refresh, when: inView, group: 'navigation@4' },
    { command: COMMANDS.verifyRange, when: inView, group: '2_verify@1' },
    { command: COMMANDS.verifyCommit, when: inView, group: '2_verify@2' },
    { command: COMMANDS.verifyTag, when: inView, group: '2_verify@3' },
    { command: COMMANDS.createPolicy, when: inView, group: '3_policy@1' },
    { command: COMMANDS.comparePolicy, when: inView, group: '3_policy@2' },
    { command: COMMANDS.signingStatus, when: inView, group: '4_sign@1' },
    { command: COMMANDS.setUpSigning, when: inView, group: '4_sign@2' },
  ],
  'editor/title': [
    {
      command: COMMANDS.comparePolicy,
      when: 'resourceFilename == .waxseal.yaml && resourceScheme =~ /^(file|vscode-remote)$/ && !isInDiffEditor',
      group: 'navigation@1',
    },
  ],
  'view/item/context': [
    { command: COMMANDS.explainOutcome, when: onRow, group: 'inline@1' },
    { command: COMMANDS.verifyCommit, when: onRow, group: '1_show@1' },
    { command: COMMANDS.explainOutcome, when: onRow, group: '1_show@2' },
    { command: COMMANDS.explainPolicy, when: onRow, group: '1_show@3' },
    { command: COMMANDS.copyEvidence, when: onRow, group: '2_copy@1' },
    { command: COMMANDS.copyId, when: onRow, group: '2_copy@2' },
  ],
};

const state = (name: string) => `${CONTEXTS.state} == ${name}`;

const viewsWelcome = ['starting', 'no-folder', 'virtual', 'git-missing', 'no-repository'].map((name) => ({
  view: VIEWS.signatures,
  contents: `%welcome.${name}%`,
  when: name === 'starting' ? `!${CONTEXTS.state} || ${state(name)}` : state(name),
}));

const configuration = {
  title: '%category%',
  properties: {
    [SETTINGS.statusBar]: {
      type: 'boolean',
      default: DEFAULTS[SETTINGS.statusBar],
      scope: 'window',
      markdownDescription: '%setting.statusBar%',
    },
    [SETTINGS.inlineSigner]: {
      type: 'string',
      enum: ['off', 'differs', 'always'],
      enumDescriptions: [
        '%setting.inlineSigner.off%',
        '%setting.inlineSigner.differs%',
        '%setting.inlineSigner.always%',
      ],
      default: DEFAULTS[SETTINGS.inlineSigner],
      scope: 'window',
      markdownDescription: '%setting.inlineSigner%',
    },
    [SETTINGS.recentCommits]: {
      type: 'integer',
      minimum: 1,
      maximum: 50_000,
      default: DEFAULTS[SETTINGS.recentCommits],
      scope: 'window',
      markdownDescription: '%setting.recentCommits%',
    },
    [SETTINGS.verifyOnline]: {
      type: 'boolean',
      default: DEFAULTS[SETTINGS.verifyOnline],
      scope: 'window',
      tags: ['usesOnlineServices'],
      markdownDescription: '%setting.verifyOnline%',
    },
    [SETTINGS.signIn]: {
      type: 'string',
      enum: ['auto', 'browser', 'code'],
      enumDescriptions: ['%setting.signIn.auto%', '%setting.signIn.browser%', '%setting.signIn.code%'],
      default: DEFAULTS[SETTINGS.signIn],
      scope: 'window',
      tags: ['usesOnlineServices'],
      markdownDescription: '%setting.signIn%',
    },
  },
};

/** The members of package.json that are generated here, by name. */
export const MANIFEST = {
  main: './dist/extension.cjs',
  l10n: './l10n',
  icon: 'media/icon.png',
  extensionKind: ['workspace'],
  activationEvents: ['workspaceContains:.git', 'workspaceContains:*/.git', 'workspaceContains:.waxseal.yaml'],
  capabilities: {
    untrustedWorkspaces: {
      supported: 'limited',
      description: '%trust.limited%',
      restrictedConfigurations: [SETTINGS.verifyOnline, SETTINGS.signIn],
    },
    virtualWorkspaces: { supported: 'limited', description: '%virtual.limited%' },
  },
  contributes: {
    commands,
    menus,
    views: {
      scm: [
        {
          id: VIEWS.signatures,
          name: '%view.signatures%',
          contextualTitle: 'Waxseal',
          icon: '$(verified)',
          visibility: 'collapsed',
        },
      ],
    },
    viewsWelcome,
    yamlValidation: [{ fileMatch: '.waxseal.yaml', url: './schemas/waxseal.schema.json' }],
    walkthroughs,
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
    configuration,
  },
};

const TEXT_KEY = /^%(.*)%$/;

/** The keys of package.nls.json that a manifest uses, in order of first use. */
export function textKeys(value: unknown): string[] {
  const found = new Set<string>();
  const visit = (part: unknown) => {
    if (typeof part === 'string') {
      const key = TEXT_KEY.exec(part)?.[1];
      if (key !== undefined) found.add(key);
    } else if (part !== null && typeof part === 'object') Object.values(part).forEach(visit);
  };
  visit(value);
  return [...found];
}
