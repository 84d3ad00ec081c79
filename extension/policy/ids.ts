// The names by which VS Code knows what this feature contributes. The manifest is generated from them.

export const COMMANDS = {
  createPolicy: 'waxseal.createPolicy',
  explainPolicy: 'waxseal.explainPolicy',
  comparePolicy: 'waxseal.comparePolicy',
} as const;
