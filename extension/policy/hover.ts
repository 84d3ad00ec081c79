import { Hover, type HoverProvider, l10n, MarkdownString, Range, type Uri } from 'vscode';
import { escaped } from '../frame/text/markdown.js';
import { policyDocs } from './docs.js';
import { isPolicy } from './file.js';
import type { PolicyReader } from './reader.js';

/** Explains the word under the pointer. @param isWanted false while another extension explains the schema */
export function hoverProvider(
  reader: PolicyReader,
  extensionUri: Uri,
  isWanted: () => boolean,
): HoverProvider {
  return {
    async provideHover(document, position) {
      if (!isPolicy(document)) return undefined;
      const found = await reader.at('hover', document, position);
      if (!found || (found.description !== undefined && !isWanted())) return undefined;
      const link = `[${l10n.t('Who may sign: all fields')}](${policyDocs(extensionUri, 'fields').toString()})`;
      const parts = [
        `**${escaped(found.title)}**`,
        ...(found.description === undefined ? [] : [escaped(found.description)]),
        found.lines.map((line) => `- ${escaped(line)}`).join('\n'),
        link,
      ];
      const range = new Range(document.positionAt(found.start), document.positionAt(found.end));
      return new Hover(new MarkdownString(parts.filter((part) => part !== '').join('\n\n')), range);
    },
  };
}
