import { Uri } from 'vscode';

/** The page about policies that ships with the extension, opened at a heading. */
export function policyDocs(extensionUri: Uri, heading: 'mistakes' | 'fields' | 'which-policy-counts'): Uri {
  return Uri.joinPath(extensionUri, 'docs', 'policy.md').with({ fragment: heading });
}
