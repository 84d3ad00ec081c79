import { CodeActionKind, type Disposable, extensions, languages } from 'vscode';
import { compare } from './compare.js';
import { COMPLETION_TRIGGERS, completionProvider } from './completion.js';
import { create } from './create.js';
import { PolicyDiagnostics } from './diagnostics.js';
import { explain } from './explain.js';
import { POLICY_FILE_NAME } from './file.js';
import { fixProvider } from './fixes.js';
import { hoverProvider } from './hover.js';
import { InForce } from './in-force.js';
import type { Offer } from './protocol.js';
import { PolicyReader } from './reader.js';
import type { PolicyContext, PolicyPart } from './types.js';

/** Reads the schema that the manifest names for policies. It drives completion and hover. */
const YAML_EXTENSION = 'redhat.vscode-yaml';

const EVERYTHING: ReadonlySet<Offer['kind']> = new Set(['field', 'value', 'signer', 'snippet']);
/** What a schema cannot express. */
const NAMES: ReadonlySet<Offer['kind']> = new Set(['signer']);

/** Starts the policy part. */
export function openPolicyPart(given: PolicyContext): PolicyPart {
  const { extensionUri, service, store } = given;
  const reader = new PolicyReader(extensionUri);
  const inForce = new InForce(service, store);
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
  const commands = { create, explain, compare };
  return {
    run: (command, about) => commands[command]({ ...given, inForce }, about),
    dispose: () => {
      for (const one of disposables) one.dispose();
    },
  };
}
