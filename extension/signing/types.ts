import type { Disposable } from 'vscode';
import type { Store } from '../state/store.js';
import type { TextDocuments } from '../text-documents.js';

/** What the rest of the extension provides to the signing part. */
export interface SigningContext {
  /** The absolute path of the folder with the extension's code. */
  readonly dist: string;
  /** `publisher.name`. The folder names of this extension's versions begin with it. */
  readonly extensionId: string;
  readonly version: string;
  readonly store: Store;
  /** Verifies everything again: what is trusted may have changed. */
  readonly refresh: () => Promise<void>;
  readonly documents: TextDocuments;
  readonly subscriptions: Disposable[];
}

export type SigningCommand = 'setUp' | 'undo' | 'try' | 'signIn' | 'signOut' | 'status' | 'check';

/** The signing part, as the rest of the extension sees it. */
export interface Signing extends Disposable {
  /** Starts once repositories are known: updates the launcher, listens for programs that sign, and shows who is signed in. */
  start(): Promise<void>;
  run(command: SigningCommand): Promise<void>;
}
