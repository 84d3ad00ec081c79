// Only this file knows which elements the pages use, so that they can be replaced.
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-collapsible/index.js';

export const ELEMENTS = {
  badge: 'vscode-badge',
  button: 'vscode-button',
  collapsible: 'vscode-collapsible',
} as const;
