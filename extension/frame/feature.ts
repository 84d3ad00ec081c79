import { createRequire } from 'node:module';
import { type Disposable, Uri } from 'vscode';
import type { Frame } from './frame.js';

export type CommandId = `waxseal.${string}`;

/** What a command does. An error that it throws is shown to the user. */
export type Command = (...given: unknown[]) => Promise<void>;

/** A part of the extension that runs: its commands, and all that it has registered. */
export interface Feature extends Disposable {
  readonly commands: Readonly<Partial<Record<CommandId, Command>>>;
}

/** How a feature is made. Its file `open.ts` exports this as `open`. */
export type OpenFeature<Needs> = (frame: Frame, needs: Needs) => Feature;

/** A feature that is loaded when it is first needed: when one of its commands runs, or when something wakes it. */
export interface LazySpec<in Needs> {
  /** The name of its folder. */
  readonly name: string;
  readonly commands: readonly CommandId[];
  /** Watches for what the feature must be there for. */
  readonly wake?: (open: () => void, needs: Needs) => Disposable;
}

/**
 * Its commands can be called at once; its code is loaded later. VS Code loads the extension's main file with every folder, so
 * that file must stay small.
 */
export function lazyFeature<Needs>(
  frame: Frame,
  { name, commands, wake }: LazySpec<Needs>,
  needs: Needs,
): Feature {
  let opened: Feature | undefined;
  const open = (): Feature => {
    if (!opened) {
      const load = createRequire(Uri.joinPath(frame.dist, 'extension.cjs').fsPath);
      const loaded = load(`./extension/${name}.cjs`) as { open: OpenFeature<Needs> };
      opened = loaded.open(frame, needs);
    }
    return opened;
  };
  const waking = wake?.(() => void open(), needs);
  return {
    commands: Object.fromEntries(
      commands.map((id) => [id, async (...given: unknown[]) => open().commands[id]?.(...given)]),
    ),
    dispose: () => {
      waking?.dispose();
      opened?.dispose();
    },
  };
}
