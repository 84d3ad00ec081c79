import { type ExtensionContext, Uri } from 'vscode';
import { LAZY_FEATURES } from './features.js';
import { registerCommands } from './frame/commands.js';
import { lazyFeature } from './frame/feature.js';
import { openFrame } from './frame/frame.js';
import { rememberSettings } from './frame/settings.js';
import { LANGUAGE } from './frame/text/language.js';
import { Thread } from './frame/thread/thread.js';
import { openSignatures } from './signatures/signatures.js';
import type { Store } from './signatures/state/store.js';
import type { VerifierCalls } from './verifier/calls.js';

/** The API for other extensions and for the tests. */
export interface Api {
  /** The complete state that the views show now. */
  readonly store: Store;
}

// The memory for one signature is garbage when the next one comes. A larger young generation costs memory and saves no time.
const YOUNG_MB = 16;

/**
 * Connects all features and returns at once. It starts no process, reads no file and asks nobody, so that VS Code need not wait.
 */
export function activate(context: ExtensionContext): Api {
  const { subscriptions } = context;
  const frame = openFrame(context);
  const verifier = new Thread<VerifierCalls>({
    name: 'waxseal',
    file: Uri.joinPath(frame.dist, 'extension', 'verifier.cjs').fsPath,
    language: LANGUAGE,
    youngMb: YOUNG_MB,
  });
  // This must come before everything that reads settings: the cache of settings must be cleared first.
  subscriptions.push({ dispose: () => void verifier.dispose() }, rememberSettings());
  const signatures = openSignatures(frame, verifier);
  const { store, refresh } = signatures;
  const lazy = LAZY_FEATURES.map((spec) => lazyFeature(frame, spec, { store, refresh, verifier }));
  const features = [signatures, ...lazy];
  subscriptions.push(...features, ...registerCommands(features));
  return { store };
}
