import { dirname, relative, sep } from 'node:path';
import { l10n, type TextDocument, workspace } from 'vscode';
import { harmless } from '../../core/harmless/index.js';
import type { Caller } from '../frame/thread/protocol.js';
import type { RepositoryState } from '../signatures/state/state.js';
import type { Store } from '../signatures/state/store.js';
import type { PolicyCalls } from './calls.js';

type Answer = PolicyCalls['policyInForce']['answer'];

/** Git may convert line endings, so they do not count as a difference. */
function sameText(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n');
}

function isInside(folder: string, root: string): boolean {
  const way = relative(root, folder);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`);
}

/** Knows which policy is in force for a document: the one that the author of a change to the document cannot also change. */
export class InForce {
  constructor(
    private readonly verifier: Caller<PolicyCalls>,
    private readonly store: Store,
  ) {}

  /** The repository whose top folder contains the document. */
  repositoryOf({ uri }: TextDocument): RepositoryState | undefined {
    if (uri.scheme !== 'file' && uri.scheme !== 'untitled') return undefined;
    const folder = dirname(uri.fsPath);
    return this.store.repositories.find(({ root }) => relative(root, folder) === '');
  }

  /** The policy in force. Undefined in Restricted Mode, and when it cannot be read: then the *Signatures* view says why. */
  async read(root: string): Promise<Answer> {
    if (!workspace.isTrusted || this.store.repository(root)?.phase !== 'ready') return undefined;
    try {
      return await this.verifier.call('policyInForce', { root });
    } catch {
      return undefined;
    }
  }

  /** One or two sentences that say how a document differs from the policy in force. */
  async noteOf(document: TextDocument): Promise<string | undefined> {
    const repository = this.repositoryOf(document);
    if (!repository) return this.#misplaced(document);
    const found = await this.read(repository.root);
    if (!found) return undefined;
    const { text, selfDeclared } = found;
    const where = harmless(found.shown);
    if (text !== undefined && sameText(text, document.getText())) return undefined;
    if (selfDeclared)
      return text === undefined
        ? l10n.t('No policy is in force yet. This text takes effect when it is committed.')
        : l10n.t('In force is the policy of the last commit. This text takes effect when it is committed.');
    return text === undefined
      ? l10n.t('No policy is in force: {0} has none. This text takes effect when it lands there.', where)
      : l10n.t('In force is the policy of {0}. This text takes effect when it lands there.', where);
  }

  #misplaced({ uri }: TextDocument): string | undefined {
    if (uri.scheme !== 'file') return undefined;
    const folder = dirname(uri.fsPath);
    const isBelow = this.store.repositories.some(({ root }) => isInside(folder, root));
    return isBelow
      ? l10n.t('This file is not read: only the one at the top of the repository is.')
      : undefined;
  }
}
