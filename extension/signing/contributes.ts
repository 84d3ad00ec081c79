import type { Contribution } from '../frame/manifest/contribution.js';
import { WHEN } from '../signatures/contributes.js';
import { COMMANDS, SETTINGS } from './ids.js';
import { walkthroughs } from './walkthrough.js';

/** What this feature adds to package.json. */
export const SIGNING: Contribution = {
  commands: COMMANDS,
  menus: {
    'view/title': [
      { command: COMMANDS.signingStatus, when: WHEN.inView, group: '4_sign@1' },
      { command: COMMANDS.setUpSigning, when: WHEN.inView, group: '4_sign@2' },
    ],
  },
  points: { walkthroughs },
  settings: [
    { setting: SETTINGS.signIn, type: 'string', values: ['auto', 'browser', 'code'], isOnline: true },
  ],
  restricted: [SETTINGS.signIn],
};
