import type { TextDocuments } from '../frame/documents.js';
import type { Feature } from '../frame/feature.js';
import type { Frame } from '../frame/frame.js';
import type { Caller } from '../frame/thread/protocol.js';
import type { InstallationCalls } from './calls.js';
import { COMMANDS } from './ids.js';
import { verifyExtension } from './verify-extension.js';

/** What this feature needs besides the frame. */
export interface InstallationNeeds {
  readonly verifier: Caller<InstallationCalls>;
}

/** What its command needs. */
export interface CommandContext extends InstallationNeeds {
  readonly documents: TextDocuments;
}

/** Starts the feature. */
export function open({ documents }: Frame, { verifier }: InstallationNeeds): Feature {
  return {
    commands: { [COMMANDS.verifyExtension]: () => verifyExtension({ verifier, documents }) },
    dispose: () => {},
  };
}
