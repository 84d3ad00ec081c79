import type { Contribution } from '../frame/manifest/contribution.js';
import { WHEN } from '../signatures/contributes.js';
import { POLICY_FILE_NAME } from './file.js';
import { COMMANDS } from './ids.js';

/** What this feature adds to package.json. */
export const POLICY: Contribution = {
  activationEvents: [`workspaceContains:${POLICY_FILE_NAME}`],
  commands: COMMANDS,
  icons: { [COMMANDS.comparePolicy]: '$(diff)' },
  menus: {
    'view/title': [
      { command: COMMANDS.createPolicy, when: WHEN.inView, group: '3_policy@1' },
      { command: COMMANDS.comparePolicy, when: WHEN.inView, group: '3_policy@2' },
    ],
    'editor/title': [
      {
        command: COMMANDS.comparePolicy,
        when: `resourceFilename == ${POLICY_FILE_NAME} && resourceScheme =~ /^(file|vscode-remote)$/ && !isInDiffEditor`,
        group: 'navigation@1',
      },
    ],
    'view/item/context': [{ command: COMMANDS.explainPolicy, when: WHEN.onRow, group: '1_show@3' }],
  },
  points: {
    yamlValidation: [{ fileMatch: POLICY_FILE_NAME, url: './schemas/waxseal.schema.json' }],
  },
};
