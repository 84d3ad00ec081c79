import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { RepositoryState } from '../../extension/signatures/state/state.js';
import { withVscode } from './support/with-vscode.js';

class TabInputText {
  constructor(readonly uri: object) {}
}
class TabInputTextDiff {
  constructor(
    readonly original: object,
    readonly modified: object,
  ) {}
}
class Other {}

const window = {
  tabGroups: { activeTabGroup: { activeTab: undefined as { readonly input: unknown } | undefined } },
  activeTextEditor: undefined as { readonly document: { readonly uri: object } } | undefined,
};
const { currentRepository } = await withVscode<typeof import('../../extension/signatures/views/current.js')>(
  'extension/signatures/views/current.ts',
  {
    window,
    TabInputText,
    TabInputTextDiff,
    TabInputCustom: class {},
    TabInputNotebook: class {},
  },
);

const uri = (fsPath: string, scheme = 'file') => ({ fsPath, scheme });
const repositories = ['/a', '/b', '/b/inner'].map(
  (root): RepositoryState => ({ root, phase: 'ready', lists: {}, verdicts: new Map() }),
);

/** The root of the repository whose verdict is shown. */
function shown(input: unknown, lookedAt?: string): string | undefined {
  window.tabGroups.activeTabGroup.activeTab = { input };
  const last = repositories.find(({ root }) => root === lookedAt);
  return currentRepository({ repositories, lookedAt: last })?.root;
}

beforeEach(() => {
  window.activeTextEditor = undefined;
});

test('the repository is the innermost one that has the file in the active tab', () => {
  assert.equal(shown(new TabInputText(uri('/b/file')), '/a'), '/b');
  assert.equal(shown(new TabInputText(uri('/b/inner/file')), '/a'), '/b/inner');
});

test('in a comparison, it is that of the file, on either side of it', () => {
  const before = uri('/b/file', 'git');
  assert.equal(shown(new TabInputTextDiff(before, uri('/b/file')), '/a'), '/b');
  assert.equal(shown(new TabInputTextDiff(before, before), '/a'), '/b');
});

test('with settings, output or a page in front, it is the one that was looked at last', () => {
  assert.equal(shown(new Other(), '/b'), '/b');
  assert.equal(shown(new TabInputText(uri('/b/file', 'output')), '/a'), '/a');
  assert.equal(shown(new TabInputText(uri('/elsewhere/file')), '/b/inner'), '/b/inner');
});

test('without anything that was looked at, it is the first', () => {
  assert.equal(shown(undefined), '/a');
});
