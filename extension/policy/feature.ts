import { workspace } from 'vscode';
import type { LazySpec } from '../frame/feature.js';
import { isPolicy } from './file.js';
import { COMMANDS } from './ids.js';
import type { PolicyNeeds } from './types.js';

/** Who may sign: a policy is checked where it is written. It is loaded when somebody opens a policy; most users never do. */
export const POLICY: LazySpec<PolicyNeeds> = {
  name: 'policy',
  commands: Object.values(COMMANDS),
  wake: (open) => {
    setImmediate(() => {
      if (workspace.textDocuments.some(isPolicy)) open();
    });
    return workspace.onDidOpenTextDocument((document) => {
      if (isPolicy(document)) open();
    });
  },
};
