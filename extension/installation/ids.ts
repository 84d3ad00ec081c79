// The names by which VS Code knows what this feature contributes. The manifest is generated from them.

export const COMMANDS = { verifyExtension: 'waxseal.verifyExtension' } as const;
