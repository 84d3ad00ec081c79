import { Uri } from 'vscode';

/** The page about policies that is packed with the extension, at a heading. */
export function policyDocs(extensionUri: Uri, heading: 'mistakes' | 'fields' | 'which-policy-counts'): Uri {
  return Uri.joinPath(extensionUri, 'docs', 'policy.md').with({ fragment: heading });
}
