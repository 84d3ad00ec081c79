import type { TextDocument } from 'vscode';

/** What the file is called that says who may sign: io/repository-policy's name, which this part must not load io for. */
export const POLICY_FILE_NAME = '.waxseal.yaml';

/** Schemes of texts that are only looked at: another version beside the file itself. */
const SHOWN_ONLY: ReadonlySet<string> = new Set(['git', 'waxseal', 'gitlens', 'review', 'pr']);

/** Whether a document is a policy that a person writes. */
export function isPolicy({ uri }: Pick<TextDocument, 'uri'>): boolean {
  return uri.path.endsWith(`/${POLICY_FILE_NAME}`) && !SHOWN_ONLY.has(uri.scheme);
}
