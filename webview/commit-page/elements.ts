// The one place that knows which elements the pages are made of, so that they can be exchanged.
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-collapsible/index.js';

export const ELEMENTS = {
  badge: 'vscode-badge',
  button: 'vscode-button',
  collapsible: 'vscode-collapsible',
} as const;
