import { createRequire } from 'node:module';
import { Uri, workspace } from 'vscode';
import { isPolicy } from './file.js';
import type { PolicyCommand, PolicyContext, PolicyPart } from './types.js';

/** Loads the policy code only when somebody opens a policy or runs a command for one. Most users never do. */
export class PolicyDoor {
  #part: PolicyPart | undefined;

  constructor(private readonly given: PolicyContext) {
    given.subscriptions.push(
      workspace.onDidOpenTextDocument((document) => {
        if (isPolicy(document)) this.#open();
      }),
      { dispose: () => this.#part?.dispose() },
    );
    setImmediate(() => {
      if (workspace.textDocuments.some(isPolicy)) this.#open();
    });
  }

  /** Runs one of the policy commands. @throws ServiceError */
  async run(command: PolicyCommand, given?: unknown): Promise<void> {
    await this.#open().run(command, given);
  }

  #open(): PolicyPart {
    if (!this.#part) {
      const { extensionUri } = this.given;
      const load = createRequire(Uri.joinPath(extensionUri, 'dist', 'extension.cjs').fsPath);
      const { openPolicyPart } = load('./extension/policy.cjs') as {
        openPolicyPart(given: PolicyContext): PolicyPart;
      };
      this.#part = openPolicyPart(this.given);
    }
    return this.#part;
  }
}
