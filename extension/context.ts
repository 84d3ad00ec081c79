import type { CommitPages } from './page/pages.js';
import type { PolicyDoor } from './policy/door.js';
import type { Service } from './service/service.js';
import type { SigningDoor } from './signing/door.js';
import type { Controller } from './state/controller.js';
import type { Store } from './state/store.js';
import type { TextDocuments } from './text-documents.js';
import type { SignaturesView } from './views/signatures.js';

/** What every command needs. */
export interface CommandContext {
  readonly service: Service;
  readonly store: Store;
  readonly controller: Controller;
  readonly view: SignaturesView;
  readonly pages: CommitPages;
  readonly documents: TextDocuments;
  readonly policy: PolicyDoor;
  readonly signing: SigningDoor;
}
