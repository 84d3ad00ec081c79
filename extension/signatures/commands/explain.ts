import { commands } from 'vscode';
import type { CommandContext } from '../context.js';
import { askTarget } from '../target/target.js';
import { explanation } from './explanation.js';

/** Opens a document that says what an outcome means, which check decided, and what to do. */
export async function explainOutcome(context: CommandContext, given?: unknown): Promise<void> {
  const about = await askTarget(context.store, given);
  if (!about) return;
  const detail = await context.verifier.call('detail', about);
  const uri = context.documents.put(
    `${detail.verdict.object.id.slice(0, 12)} outcome.md`,
    explanation(detail),
  );
  await commands.executeCommand('markdown.showPreview', uri);
}
