// Runs in its own process: what the editor's worker answers about the policy of a repository, first in Restricted Mode, then not.

import { explainPolicy, policyInForce, proposePolicy } from '../../extension/policy/handlers.js';
import { open } from '../../extension/signatures/thread/sessions.js';

const { signal } = new AbortController();
const root = process.cwd();
const [name = 'HEAD'] = process.argv.slice(2);

/** What each call answers, or the code of its error. */
const CALLS: Readonly<Record<string, () => Promise<unknown>>> = {
  restricted: async () => void (await open({ place: { root, trusted: false } }, { signal })),
  inForce: async () => (await policyInForce({ root }))?.text?.length,
  proposed: () => proposePolicy({ root }, { part: () => undefined, signal }),
  open: async () => void (await open({ place: { root, trusted: true } }, { signal })),
  explanation: () => explainPolicy({ root, name }),
};

const said: Record<string, unknown> = {};
for (const [name, call] of Object.entries(CALLS))
  said[name] = await call().catch((error: unknown) =>
    error instanceof Error && 'code' in error ? error.code : String(error),
  );
process.stdout.write(JSON.stringify(said));
