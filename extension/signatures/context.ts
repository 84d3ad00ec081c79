import type { TextDocuments } from '../frame/documents.js';
import type { Verifier } from './calls.js';
import type { CommitPages } from './page/pages.js';
import type { Controller } from './state/controller.js';
import type { Store } from './state/store.js';
import type { SignaturesView } from './views/signatures.js';

/** What every command of this feature needs. */
export interface CommandContext {
  readonly verifier: Verifier;
  readonly store: Store;
  readonly controller: Controller;
  readonly view: SignaturesView;
  readonly pages: CommitPages;
  readonly documents: TextDocuments;
}
