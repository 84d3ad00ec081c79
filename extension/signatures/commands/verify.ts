import { l10n, window } from 'vscode';
import { cancellable } from '../../frame/progress.js';
import { linkless } from '../../frame/text/plain.js';
import { isCallError } from '../../frame/thread/call-error.js';
import type { CommandContext } from '../context.js';
import { askReadyRepository, askRow, givenTarget } from '../target/target.js';

/** Shows the verdict on a commit: the one the command was called for, or one that the user picks or types. */
export async function verifyCommit({ store, pages }: CommandContext, given?: unknown): Promise<void> {
  const target = givenTarget(given);
  if (target) {
    await pages.show(target);
    return;
  }
  const repository = await askReadyRepository(store);
  if (!repository) return;
  const { review = [], recent = [], unpushed = [], head = [] } = repository.lists;
  const rows = [
    ...new Map([...head, ...unpushed, ...review, ...recent].map((row) => [row.id, row])).values(),
  ];
  const name = await askRow(repository, rows, l10n.t('Which commit? Pick one, or type a revision.'));
  if (name !== undefined) await pages.show({ root: repository.root, name });
}

/** Shows the verdict on a tag. */
export async function verifyTag({ store, pages, verifier }: CommandContext, given?: unknown): Promise<void> {
  const target = givenTarget(given);
  if (target) {
    await pages.show(target);
    return;
  }
  const repository = await askReadyRepository(store);
  if (!repository) return;
  const { root } = repository;
  const rows = [...(repository.lists.tags ?? [])];
  if (!repository.lists.tags)
    await verifier.call(
      'list',
      { root, list: 'tags', limit: 50_000 },
      { onPart: (part) => rows.push(...part) },
    );
  if (rows.length === 0) {
    void window.showInformationMessage(l10n.t('This repository has no tags.'));
    return;
  }
  const name = await askRow(repository, rows, l10n.t('Which tag?'));
  if (name === undefined) return;
  const isListed = rows.some((row) => row.name === name);
  await pages.show({ root, name: isListed ? name : `refs/tags/${name}` });
}

/** What is wrong with a range that was mistyped. */
const MISTYPED: ReadonlySet<string> = new Set(['REVISION_UNKNOWN', 'REVISION_AMBIGUOUS']);

/** Verifies a range. The view keeps it as a list of its own. */
export async function verifyRange({ store, controller, view }: CommandContext): Promise<void> {
  const repository = await askReadyRepository(store);
  if (!repository) return;
  const { root, basis } = repository;
  const from = basis?.base ?? basis?.upstream;
  const prompt = l10n.t('Which commits? A range as git log takes it, for example v1.0..HEAD.');
  let value = from === undefined ? 'HEAD~10..HEAD' : `${from}..HEAD`;
  for (let problem: string | undefined; ; ) {
    const range = await window.showInputBox({
      prompt: problem === undefined ? prompt : `${problem}. ${prompt}`,
      value,
      validateInput: (typed) =>
        /^\s*-/.test(typed) || typed.trim() === '' ? l10n.t('This is not a range.') : undefined,
    });
    if (range === undefined) return;
    try {
      const rows = await cancellable(l10n.t('Verifying {0}', linkless(range)), (work) =>
        controller.verifyRange(root, range, work),
      );
      await view.reveal(root, 'range');
      if (rows.length === 0)
        void window.showInformationMessage(l10n.t('{0} names no commit.', linkless(range)));
      return;
    } catch (error) {
      // What was typed is asked for again, so that nobody has to type it twice.
      if (!isCallError(error) || !MISTYPED.has(error.code)) throw error;
      [value, problem] = [range, linkless(error.message)];
    }
  }
}
