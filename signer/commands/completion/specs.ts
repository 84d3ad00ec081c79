import type { CommandSpec } from '../../options/spec.js';

/** The shells that there are completions for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** `waxseal completion`. */
export const COMPLETION = {
  name: 'completion',
  summary: 'completions for your shell',
  operands: SHELLS.join('|'),
  operandWords: SHELLS,
  options: {},
  notes: [
    'bash: source <(waxseal completion bash) in ~/.bashrc',
    'zsh: source <(waxseal completion zsh) in ~/.zshrc, after compinit',
    'fish: waxseal completion fish | source in ~/.config/fish/config.fish',
  ],
} as const satisfies CommandSpec;
