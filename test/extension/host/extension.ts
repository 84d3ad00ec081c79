import { readFileSync } from 'node:fs';
import { extensions } from 'vscode';
import type { Api } from '../../../extension/main.js';
import type { PolicyFacts } from '../support/policy-facts.js';

/** What the runner passes to the tests. */
export interface Facts {
  /** `waxseal verify --format json` for every commit and tag: object id and name to outcome. */
  readonly expected: readonly { readonly id: string; readonly outcome: string; readonly reasons: string[] }[];
  readonly policy: PolicyFacts;
}

export function facts(): Facts {
  return JSON.parse(readFileSync(process.env['WAXSEAL_HOST_FACTS'] ?? '', 'utf8'));
}

/** The extension under test, activated. */
export async function extension(): Promise<Api> {
  const found = extensions.getExtension<Api>('waxseal.waxseal');
  if (!found) throw new Error('the extension is not installed');
  return found.activate();
}

/** The state in short form, for the message of a test that waited in vain. */
export function stateText({ state, repositories }: Api['store']): string {
  const all = repositories.map(({ root, phase, failure, basis, lists, verdicts }) => ({
    root,
    phase,
    failure,
    basis,
    lists: Object.fromEntries(Object.entries(lists).map(([name, rows]) => [name, rows.length])),
    verdicts: verdicts.size,
  }));
  return JSON.stringify([state.kind, all]);
}
