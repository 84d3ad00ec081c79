import type { Disposable, Uri } from 'vscode';
import type { Service } from '../service/service.js';
import type { Store } from '../state/store.js';
import type { TextDocuments } from '../text-documents.js';

/** What the policy part needs. */
export interface PolicyContext {
  readonly extensionUri: Uri;
  readonly service: Service;
  readonly store: Store;
  readonly documents: TextDocuments;
  readonly subscriptions: Disposable[];
}

export type PolicyCommand = 'create' | 'explain' | 'compare';

/** The policy part, once it is loaded. */
export interface PolicyPart extends Disposable {
  /** @throws ServiceError */
  run(command: PolicyCommand, given?: unknown): Promise<void>;
}
