import Module, { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';

// A few members of the editor's API, for a feature that shows findings. The tests of test/extension run in the real one.

class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

class Range {
  constructor(
    readonly start: Position,
    readonly end: Position,
  ) {}
  intersection(other: Range): Range | undefined {
    return other.end.line < this.start.line || other.start.line > this.end.line ? undefined : this;
  }
}

class Diagnostic {
  constructor(
    readonly range: Range,
    readonly message: string,
    readonly severity: number,
  ) {}
}

class CodeAction {
  edit?: WorkspaceEdit;
  constructor(readonly title: string) {}
}

class WorkspaceEdit {
  readonly edits: { readonly range: Range; readonly text: string }[] = [];
  replace(_: unknown, range: Range, text: string): void {
    this.edits.push({ range, text });
  }
}

interface Actions {
  provideCodeActions(document: unknown, range: Range): CodeAction[];
}

const never = () => ({ dispose: () => {} });

function documentOf(text: string) {
  const lines = text.split('\n');
  return {
    uri: { path: '/open.txt', toString: () => 'file:///open.txt' },
    languageId: 'plaintext',
    version: 1,
    isClosed: false,
    getText: () => text,
    lineAt: (line: number) => ({
      range: new Range(new Position(line, 0), new Position(line, lines[line]?.length ?? 0)),
    }),
    validateRange: (range: Range) => range,
    positionAt: (offset: number) => {
      const before = text.slice(0, offset).split('\n');
      return new Position(before.length - 1, before.at(-1)?.length ?? 0);
    },
  };
}

/** What a feature shows of one open document: the file of the feature's code is loaded with this API and opened. */
export async function shownOf(file: string, text: string) {
  const document = documentOf(text);
  const shown: Diagnostic[] = [];
  let actions: Actions | undefined;
  const vscode = {
    Position,
    Range,
    Diagnostic,
    CodeAction,
    WorkspaceEdit,
    CodeActionKind: { QuickFix: 'quickfix' },
    DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2 },
    workspace: {
      textDocuments: [document],
      onDidOpenTextDocument: never,
      onDidChangeTextDocument: never,
      onDidCloseTextDocument: never,
    },
    languages: {
      createDiagnosticCollection: () => ({
        set: (_: unknown, found: readonly Diagnostic[]) => shown.push(...found),
        dispose: () => {},
      }),
      registerCodeActionsProvider: (_: unknown, provider: Actions) => {
        actions = provider;
        return never();
      },
    },
  };
  const loader = Module as unknown as { _load(name: string, ...rest: unknown[]): unknown };
  const load = loader._load;
  loader._load = (name, ...rest) => (name === 'vscode' ? vscode : load.call(loader, name, ...rest));
  try {
    const feature = createRequire(import.meta.url)(file) as { open(): { dispose(): void } };
    const opened = feature.open();
    while (shown.length === 0) await setTimeout(10);
    const fixes = shown.flatMap(({ range }) => actions?.provideCodeActions(document, range) ?? []);
    opened.dispose();
    return { shown, fixes };
  } finally {
    loader._load = load;
  }
}
