import { COMMANDS as SIGNATURES } from '../signatures/ids.js';
import { COMMANDS, WALKTHROUGH } from './ids.js';

const IMAGES = 'media/walkthrough';

interface Step {
  readonly id: string;
  /** Running any of these commands completes the step. */
  readonly commands: readonly string[];
}

const STEPS: readonly Step[] = [
  { id: 'setUp', commands: [COMMANDS.setUpSigning] },
  { id: 'try', commands: [COMMANDS.trySigning, COMMANDS.signIn] },
  { id: 'commit', commands: ['git.commit', 'git.commitAll', 'git.commitStaged'] },
  { id: 'see', commands: [SIGNATURES.showSignatures] },
  { id: 'manage', commands: [COMMANDS.signingStatus, COMMANDS.undoSigning] },
];

/** The walkthrough that shows how to sign without a key. */
export const walkthroughs = [
  {
    id: WALKTHROUGH,
    title: '%walkthrough.title%',
    description: '%walkthrough.description%',
    steps: STEPS.map(({ id, commands }) => ({
      id,
      title: `%walkthrough.${id}.title%`,
      description: `%walkthrough.${id}.description%`,
      media: { svg: `${IMAGES}/${id}.svg`, altText: `%walkthrough.${id}.image%` },
      completionEvents: commands.map((command) => `onCommand:${command}`),
    })),
  },
];
