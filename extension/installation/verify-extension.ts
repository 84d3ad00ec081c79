import { commands, extensions, l10n, window, workspace } from 'vscode';
import type { InstallationVerdict } from '../../core/installation/index.js';
import { cancellable } from '../frame/progress.js';
import { linkless } from '../frame/text/plain.js';
import type { CommandContext } from './open.js';
import { meaning, report } from './report.js';

const ID = 'waxseal.waxseal';
/** More than the size of any bundle. */
const LARGEST_FILE = 20_000_000;

/** Says whether the files of this extension are what the release workflow built. It never says more than was checked. */
export async function verifyExtension(context: CommandContext): Promise<void> {
  const folder = extensions.getExtension(ID)?.extensionPath;
  if (folder === undefined) throw new Error(`there is no extension ${ID}`);
  await tell(context, folder, await check(context, folder));
}

function check(
  { verifier }: CommandContext,
  folder: string,
  bundle?: Uint8Array,
): Promise<InstallationVerdict> {
  return cancellable(l10n.t('Checking the files of Waxseal against its release…'), ({ signal }) =>
    verifier.call('verifyExtension', { folder, ...(bundle && { bundle }) }, { signal }),
  );
}

async function tell(context: CommandContext, folder: string, verdict: InstallationVerdict): Promise<void> {
  const details = l10n.t('Show Details');
  const choose = l10n.t('Choose Bundle…');
  const isMissing = verdict.reason === 'PROVENANCE_MISSING' || verdict.reason === 'PROVENANCE_NOT_REACHED';
  const buttons = isMissing ? [details, choose] : [details];
  const text = linkless(`${meaning(verdict)}: ${verdict.detail}`);
  const show = {
    verified: window.showInformationMessage,
    incomplete: window.showWarningMessage,
    refused: window.showErrorMessage,
    invalid: window.showErrorMessage,
  }[verdict.outcome];
  const picked = await show(text, ...buttons);
  if (picked === details) {
    const uri = context.documents.put('waxseal extension.md', report(verdict, folder));
    await commands.executeCommand('markdown.showPreview', uri);
  }
  if (picked === choose) {
    const bundle = await chosenBundle();
    if (bundle) await tell(context, folder, await check(context, folder, bundle));
  }
}

/** The bundle of the release, if the user downloaded it in another way. */
async function chosenBundle(): Promise<Uint8Array | undefined> {
  const [uri] =
    (await window.showOpenDialog({
      title: l10n.t('The provenance of the release (a Sigstore bundle)'),
      filters: { [l10n.t('Sigstore bundles')]: ['json', 'jsonl', 'sigstore'] },
    })) ?? [];
  if (!uri) return undefined;
  const { size } = await workspace.fs.stat(uri);
  if (size > LARGEST_FILE) {
    void window.showErrorMessage(linkless(l10n.t('{0} is too large to be a bundle.', uri.fsPath)));
    return undefined;
  }
  return workspace.fs.readFile(uri);
}
