import type { Disposable } from 'vscode';
import type { Store } from '../state/store.js';
import type { TextDocuments } from '../text-documents.js';

/** What the rest of the extension gives to the part about signing. */
export interface SigningContext {
  /** The folder the extension's code is in, absolute. */
  readonly dist: string;
  /** `publisher.name`, which begins the names of the folders of this extension's versions. */
  readonly extensionId: string;
  readonly version: string;
  readonly store: Store;
  /** Judges everything anew: what is believed may be something else now. */
  readonly refresh: () => Promise<void>;
  readonly documents: TextDocuments;
  readonly subscriptions: Disposable[];
}

export type SigningCommand = 'setUp' | 'undo' | 'try' | 'signIn' | 'signOut' | 'status' | 'check';

/** The part about signing, as the rest of the extension sees it. */
export interface Signing extends Disposable {
  /** Once repositories are known: keeps the launcher true, listens for programs that sign, and shows who is signed in. */
  start(): Promise<void>;
  run(command: SigningCommand): Promise<void>;
}
