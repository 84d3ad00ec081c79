import type { CommandSpec } from '../../options/spec.js';

/** The shells that have a completion script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** `waxseal completion`. */
export const COMPLETION = {
  name: 'completion',
  summary: 'print the completion script for your shell',
  operands: SHELLS.join('|'),
  operandWords: SHELLS,
  options: {},
  notes: [
    'bash: put this line into ~/.bashrc: source <(waxseal completion bash)',
    'zsh: put this line into ~/.zshrc, after compinit: source <(waxseal completion zsh)',
    'fish: put this line into ~/.config/fish/config.fish: waxseal completion fish | source',
  ],
} as const satisfies CommandSpec;
