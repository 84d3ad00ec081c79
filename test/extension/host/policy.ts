import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  type CodeAction,
  type CompletionList,
  commands,
  type Diagnostic,
  DiagnosticSeverity,
  type Hover,
  languages,
  MarkdownString,
  Position,
  Range,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { COMMANDS } from '../../../extension/policy/ids.js';
import { extension, facts } from './extension.js';
import { hostTest, until } from './registry.js';

const NOTE = 'POLICY_NOT_IN_FORCE';

function codeOf({ code }: Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}

function found(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(uri).filter((one) => one.source === 'waxseal');
}

/** The form in which the command reports problems in JSON. */
function told(diagnostic: Diagnostic) {
  const { severity, range, message, relatedInformation } = diagnostic;
  const [related] = relatedInformation ?? [];
  return {
    severity: severity === DiagnosticSeverity.Error ? 'error' : 'warning',
    code: codeOf(diagnostic),
    line: range.start.line + 1,
    column: range.start.character + 1,
    message,
    ...(related && { relatedLine: related.location.range.start.line + 1 }),
  };
}

async function root(): Promise<string> {
  const { store } = await extension();
  return until('a repository', () => store.repositories[0]?.phase === 'ready' && store.repositories[0].root);
}

async function closeAll(): Promise<void> {
  await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await commands.executeCommand('workbench.action.closeAllEditors');
  await until('every editor to close', () => window.tabGroups.all.every(({ tabs }) => tabs.length === 0));
  await until('no text to be left changed', () => !workspace.textDocuments.some(({ isDirty }) => isDirty));
}

async function opened(uri: Uri) {
  await commands.executeCommand('vscode.open', uri);
  return until(`${uri.fsPath} to be open`, () => {
    const editor = window.activeTextEditor;
    const isIt = editor?.document.uri.toString() === uri.toString() && !editor.document.isClosed;
    return isIt && editor;
  });
}

hostTest(
  'the problems in a policy are those of the command, at the same places and with a link',
  async () => {
    await extension();
    for (const { path, problems } of facts().policy.files) {
      const uri = Uri.file(path);
      await opened(uri);
      const expected = JSON.stringify(problems);
      await until(
        () => `${path}: ${expected}\ninstead of ${JSON.stringify(found(uri).map(told))}`,
        () => JSON.stringify(found(uri).map(told)) === expected,
      );
      for (const { code } of found(uri))
        assert.ok(typeof code === 'object' && code.target.path.endsWith('docs/policy.md'));
      await closeAll();
      await until('the mistakes of a closed file to go', () => found(uri).length === 0);
    }
  },
);

hostTest('a file that is too large for a policy is reported as such', async () => {
  const uri = Uri.file(facts().policy.large);
  await commands.executeCommand('vscode.open', uri);
  await until('the mistake', () => found(uri).some((one) => codeOf(one) === 'POLICY_TOO_LARGE'));
  await closeAll();
});

hostTest('changes are checked while the user types, and a quick fix repairs them', async () => {
  const uri = Uri.file(join(await root(), '.waxseal.yaml'));
  const { document } = await opened(uri);
  await until('no note about the policy in force', () => found(uri).length === 0);
  const before = document.getText();
  const word = before.indexOf('subject');
  const edit = new WorkspaceEdit();
  const at = new Range(document.positionAt(word), document.positionAt(word + 'subject'.length));
  edit.replace(uri, at, 'subjct');
  await workspace.applyEdit(edit);
  await until('the mistake', () => found(uri).some((one) => codeOf(one) === 'POLICY_UNKNOWN_FIELD'));
  const note = await until('the note', () => found(uri).find((one) => codeOf(one) === NOTE));
  assert.equal(note.severity, DiagnosticSeverity.Information);
  assert.match(note.message, /^In force is the policy of origin\/main\./);
  const actions = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', uri, at);
  const fix = actions.find(({ title }) => title === 'Change to subject');
  assert.ok(fix?.edit && fix.isPreferred, JSON.stringify(actions.map(({ title }) => title)));
  await workspace.applyEdit(fix.edit);
  await until('the text as it was', () => document.getText() === before);
  await until('nothing left', () => found(uri).length === 0);
  await closeAll();
});

hostTest('a policy that differs from the one in force can be compared with it', async () => {
  const uri = Uri.file(join(await root(), '.waxseal.yaml'));
  const { document } = await opened(uri);
  const before = document.getText();
  const edit = new WorkspaceEdit();
  edit.insert(uri, new Position(0, 0), '# changed\n');
  await workspace.applyEdit(edit);
  await until('the note', () => found(uri).some((one) => codeOf(one) === NOTE));
  const top = document.lineAt(0).range;
  const actions = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', uri, top);
  const compare = actions.find(({ title }) => title === 'Compare with the policy in force');
  assert.ok(compare?.command);
  await commands.executeCommand(compare.command.command, ...(compare.command.arguments ?? []));
  const theirs = await until('the other text', () =>
    workspace.textDocuments.find(
      ({ uri: { scheme, path } }) => scheme === 'waxseal' && path.endsWith('.waxseal.yaml'),
    ),
  );
  assert.equal(theirs.getText(), before);
  assert.deepEqual(found(theirs.uri), [], 'what is only shown is not checked');
  await opened(uri);
  await closeAll();
});

hostTest('fields, values and signers are offered and explained without any other extension', async () => {
  const uri = Uri.file(join(await root(), '.waxseal.yaml'));
  const { document } = await opened(uri);
  const offered = async (word: string) => {
    const at = document.positionAt(document.getText().indexOf(word) + word.length);
    const list = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      at,
    );
    return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  };
  assert.ok((await offered('    sub')).includes('subjectRegExp'));
  assert.ok((await offered('    signers: ')).includes('dev'));
  assert.ok((await offered('issuer: ')).includes('https://accounts.google.com'));
  const hovers = await commands.executeCommand<Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    document.positionAt(document.getText().indexOf('issuer')),
  );
  const text = hovers
    .flatMap(({ contents }) => contents)
    .map((part) => (part instanceof MarkdownString ? part.value : ''))
    .join('\n');
  assert.match(text, /\*\*issuer\*\*[\s\S]*who vouches for the identity[\s\S]*docs\/policy\.md/);
  await closeAll();
});

hostTest('a policy is proposed from history as by the command, and nothing is written', async () => {
  const uri = Uri.file(join(await root(), '.waxseal.yaml'));
  const before = await workspace.fs.readFile(uri);
  const { proposal } = facts().policy;
  await commands.executeCommand(COMMANDS.createPolicy);
  const beside = await until('the proposal', () =>
    workspace.textDocuments.find(({ uri: { path } }) => path === '/proposal/.waxseal.yaml'),
  );
  assert.equal(beside.getText(), proposal);
  assert.deepEqual(await workspace.fs.readFile(uri), before);
  await closeAll();
  await workspace.fs.delete(uri);
  try {
    await commands.executeCommand(COMMANDS.createPolicy);
    const editor = await until(
      'the new file',
      () => window.activeTextEditor?.document.isUntitled && window.activeTextEditor,
    );
    const { document } = editor;
    assert.equal(document.uri.path, uri.path);
    assert.equal(document.getText(), proposal);
    await until('the note', () => found(document.uri).some((one) => codeOf(one) === NOTE));
    await assert.rejects(async () => workspace.fs.stat(uri));
    await closeAll();
  } finally {
    await workspace.fs.writeFile(uri, before);
  }
});

hostTest('a refusal by the policy is explained with its rules, as by the command', async () => {
  const { refused } = facts().policy;
  await commands.executeCommand(COMMANDS.explainPolicy, { root: await root(), name: refused.id });
  const document = await until('the explanation', () =>
    workspace.textDocuments.find(({ uri: { path } }) => path === `/${refused.id.slice(0, 12)} policy.md`),
  );
  const text = document.getText().replaceAll('\\', '');
  assert.match(text, /^# Refused\n\nThe signature is sound, but the signer is not allowed\./);
  assert.ok(text.includes(refused.detail), text);
  assert.match(text, /- \*\*everything\*\* \(line 6\) decides:/);
  await closeAll();
});
