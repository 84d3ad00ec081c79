import { CodeActionKind, type Disposable, extensions, languages } from 'vscode';
import type { Feature } from '../frame/feature.js';
import type { Frame } from '../frame/frame.js';
import { compare } from './compare.js';
import { COMPLETION_TRIGGERS, completionProvider } from './completion.js';
import { create } from './create.js';
import { PolicyDiagnostics } from './diagnostics.js';
import { explain } from './explain.js';
import { POLICY_FILE_NAME } from './file.js';
import { fixProvider } from './fixes.js';
import { hoverProvider } from './hover.js';
import { COMMANDS } from './ids.js';
import { InForce } from './in-force.js';
import { PolicyReader } from './reader.js';
import type { Offer } from './reading-calls.js';
import type { PolicyNeeds } from './types.js';

/** Reads the schema that the manifest names for policies. It drives completion and hover. */
const YAML_EXTENSION = 'redhat.vscode-yaml';

const EVERYTHING: ReadonlySet<Offer['kind']> = new Set(['field', 'value', 'signer', 'snippet']);
/** What a schema cannot express. */
const NAMES: ReadonlySet<Offer['kind']> = new Set(['signer']);

/** Starts the feature. */
export function open({ extensionUri, documents }: Frame, { verifier, store }: PolicyNeeds): Feature {
  const reader = new PolicyReader(extensionUri);
  const inForce = new InForce(verifier, store);
  const diagnostics = new PolicyDiagnostics(reader, inForce, extensionUri, store);
  const selector = { pattern: `**/${POLICY_FILE_NAME}` };
  const isAlone = () => extensions.getExtension(YAML_EXTENSION) === undefined;
  const completion = completionProvider(reader, () => (isAlone() ? EVERYTHING : NAMES));
  const quickFixes = { providedCodeActionKinds: [CodeActionKind.QuickFix] };
  const disposables: Disposable[] = [
    reader,
    diagnostics,
    languages.registerCompletionItemProvider(selector, completion, ...COMPLETION_TRIGGERS),
    languages.registerHoverProvider(selector, hoverProvider(reader, extensionUri, isAlone)),
    languages.registerCodeActionsProvider(selector, fixProvider(diagnostics), quickFixes),
  ];
  const context = { verifier, store, documents, inForce };
  return {
    commands: {
      [COMMANDS.createPolicy]: () => create(context),
      [COMMANDS.explainPolicy]: (given) => explain(context, given),
      [COMMANDS.comparePolicy]: (given) => compare(context, given),
    },
    dispose: () => {
      for (const one of disposables) one.dispose();
    },
  };
}
