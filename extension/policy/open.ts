import { type Disposable, extensions, languages } from 'vscode';
import type { Feature } from '../frame/feature.js';
import { Findings } from '../frame/findings/findings.js';
import type { Frame } from '../frame/frame.js';
import { compare } from './compare.js';
import { COMPLETION_TRIGGERS, completionProvider } from './completion.js';
import { create } from './create.js';
import { explain } from './explain.js';
import { isPolicy, POLICY_FILE_NAME } from './file.js';
import { hoverProvider } from './hover.js';
import { COMMANDS } from './ids.js';
import { InForce } from './in-force.js';
import { PolicyReader } from './reader.js';
import type { Offer } from './reading-calls.js';
import { remarksIn } from './remarks.js';
import type { PolicyNeeds } from './types.js';

/** Reads the schema that the manifest names for policies. It drives completion and hover. */
const YAML_EXTENSION = 'redhat.vscode-yaml';

const EVERYTHING: ReadonlySet<Offer['kind']> = new Set(['field', 'value', 'signer', 'snippet']);
/** What a schema cannot express. */
const NAMES: ReadonlySet<Offer['kind']> = new Set(['signer']);

/** Waits this long, because a repository reports several changes at once. */
const STATE_DELAY_MS = 500;

/** Starts the feature. */
export function open({ extensionUri, documents }: Frame, { verifier, store }: PolicyNeeds): Feature {
  const reader = new PolicyReader(extensionUri);
  const inForce = new InForce(verifier, store);
  const selector = { pattern: `**/${POLICY_FILE_NAME}` };
  const findings = new Findings({
    name: 'waxseal-policy',
    selector,
    isMeant: isPolicy,
    find: remarksIn(reader, inForce, extensionUri),
  });
  const isAlone = () => extensions.getExtension(YAML_EXTENSION) === undefined;
  const completion = completionProvider(reader, () => (isAlone() ? EVERYTHING : NAMES));
  const disposables: Disposable[] = [
    reader,
    findings,
    store.onDidChange(({ what }) => {
      if (what !== 'verdicts') findings.again(STATE_DELAY_MS);
    }),
    languages.registerCompletionItemProvider(selector, completion, ...COMPLETION_TRIGGERS),
    languages.registerHoverProvider(selector, hoverProvider(reader, extensionUri, isAlone)),
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
