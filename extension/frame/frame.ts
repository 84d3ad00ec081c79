import { type ExtensionContext, Uri } from 'vscode';
import { TextDocuments } from './documents.js';

/** What every feature gets: facts about the extension, and what all of them share. */
export interface Frame {
  readonly extensionUri: Uri;
  /** `publisher.name`. The folder names of this extension's versions begin with it. */
  readonly extensionId: string;
  readonly version: string;
  /** The folder that contains the compiled code. */
  readonly dist: Uri;
  readonly documents: TextDocuments;
}

/** The frame of a running extension. It reads nothing. */
export function openFrame({ extensionUri, extension, subscriptions }: ExtensionContext): Frame {
  const { id, packageJSON } = extension;
  const documents = new TextDocuments();
  subscriptions.push(documents);
  return {
    extensionUri,
    extensionId: id,
    version: String(packageJSON.version),
    dist: Uri.joinPath(extensionUri, 'dist'),
    documents,
  };
}
