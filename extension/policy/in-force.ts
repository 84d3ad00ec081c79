import { dirname, relative, sep } from 'node:path';
import { l10n, type TextDocument, workspace } from 'vscode';
import { harmless } from '../../core/harmless/index.js';
import type { Calls } from '../service/protocol.js';
import type { Service } from '../service/service.js';
import type { RepositoryState } from '../state/state.js';
import type { Store } from '../state/store.js';

type Answer = Calls['policyInForce']['answer'];

/** Line ends are git's business. */
function sameText(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n');
}

function isInside(folder: string, root: string): boolean {
  const way = relative(root, folder);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`);
}

/** Knows which policy counts in the repository of a document: the one that whoever changes the document cannot write. */
export class InForce {
  constructor(
    private readonly service: Service,
    private readonly store: Store,
  ) {}

  /** The repository at whose top a document lies. */
  repositoryOf({ uri }: TextDocument): RepositoryState | undefined {
    if (uri.scheme !== 'file' && uri.scheme !== 'untitled') return undefined;
    const folder = dirname(uri.fsPath);
    return this.store.repositories.find(({ root }) => relative(root, folder) === '');
  }

  /** The policy in force; undefined in Restricted Mode, and where it cannot be read: the *Signatures* view says why. */
  async read(root: string): Promise<Answer> {
    if (!workspace.isTrusted || this.store.repository(root)?.phase !== 'ready') return undefined;
    try {
      return await this.service.call('policyInForce', { root });
    } catch {
      return undefined;
    }
  }

  /** What is to be said of a document that is not what is in force, in one sentence or two. */
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
