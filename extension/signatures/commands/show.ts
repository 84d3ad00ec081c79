import { l10n, window } from 'vscode';
import type { CommandContext } from '../context.js';
import { givenTarget } from '../target/target.js';
import type { Node } from '../views/nodes.js';
import { unavailableText } from '../words.js';

/** Shows the view, even when it is empty. With the revision of a commit of the branch under review: that commit in it. */
export async function showSignatures({ view, store }: CommandContext, given?: unknown): Promise<void> {
  const target = givenTarget(given);
  const row = target && store.repository(target.root)?.lists.review?.find(({ name }) => name === target.name);
  if (target && row) await view.reveal(target.root, 'review', row);
  else await view.reveal();
}

/** Shows more rows of a long list. */
export async function showMore({ view }: CommandContext, given?: unknown): Promise<void> {
  const { kind, root, group } = (given ?? {}) as Partial<Extract<Node, { kind: 'more' }>>;
  if (kind === 'more' && root !== undefined && group !== undefined) view.showMore(root, group);
}

/** Reads and verifies everything again. */
export async function refresh({ controller, store }: CommandContext): Promise<void> {
  await controller.start();
  const { state } = store;
  if (state.kind === 'unavailable')
    void window.showWarningMessage(
      l10n.t('There are no signatures to show: {0}', unavailableText(state.why)),
    );
}
