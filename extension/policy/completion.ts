import {
  CompletionItem,
  CompletionItemKind,
  type CompletionItemProvider,
  Range,
  SnippetString,
} from 'vscode';
import { harmless } from '../../core/harmless/index.js';
import { isPolicy } from './file.js';
import type { PolicyReader } from './reader.js';
import type { Offer } from './reading-calls.js';

const KINDS: Readonly<Record<Offer['kind'], CompletionItemKind>> = {
  field: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  signer: CompletionItemKind.User,
  snippet: CompletionItemKind.Snippet,
};

/** The characters after which completion starts by itself. */
export const COMPLETION_TRIGGERS = [' ', '[', ',', '-'];

/**
 * Offers completions for a policy.
 * @param only the kinds to offer: another extension may offer the rest from the schema
 */
export function completionProvider(
  reader: PolicyReader,
  only: () => ReadonlySet<Offer['kind']>,
): CompletionItemProvider {
  return {
    async provideCompletionItems(document, position) {
      if (!isPolicy(document)) return undefined;
      const found = await reader.at('complete', document, position);
      if (!found) return undefined;
      const range = new Range(document.positionAt(found.start), document.positionAt(found.end));
      const kinds = only();
      return found.offers
        .filter(({ kind }) => kinds.has(kind))
        .map(({ label, kind, snippet, description }, index) => {
          const item = new CompletionItem(harmless(label), KINDS[kind]);
          item.insertText = new SnippetString(snippet);
          item.range = range;
          item.filterText = label;
          item.sortText = String(index).padStart(4, '0');
          if (description !== undefined && description !== '')
            item.documentation = description.split('\n').map(harmless).join('\n');
          if (kind === 'field' && snippet.endsWith('$0'))
            item.command = { command: 'editor.action.triggerSuggest', title: '' };
          return item;
        });
    },
  };
}
