import type { TextDocument } from 'vscode';

/** The file name of a policy. It repeats the name in io/repository-policy, because this part must not load io for it. */
export const POLICY_FILE_NAME = '.waxseal.yaml';

/** URI schemes of read-only texts: another version of a file, shown next to the file itself. */
const SHOWN_ONLY: ReadonlySet<string> = new Set(['git', 'waxseal', 'gitlens', 'review', 'pr']);

/** Whether a document is a policy that somebody can edit. */
export function isPolicy({ uri }: Pick<TextDocument, 'uri'>): boolean {
  return uri.path.endsWith(`/${POLICY_FILE_NAME}`) && !SHOWN_ONLY.has(uri.scheme);
}
