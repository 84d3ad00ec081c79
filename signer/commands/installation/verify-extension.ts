import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { LARGEST_BUNDLE } from '../../../core/bundle/index.js';
import type { Item } from '../../../core/finding/index.js';
import { INSTALLATION_SENTENCES, type InstallationVerdict } from '../../../core/installation/index.js';
import {
  blocksText,
  type CountSummary,
  countWords,
  jsonRenderer,
  type Renderer,
} from '../../../core/render/index.js';
import { policyOfFlags } from '../../../core/signer-policy/index.js';
import { holds } from '../../../core/verdict/index.js';
import {
  findInstallations,
  InstallationError,
  PLACES,
  verifyInstallation,
} from '../../../inspect/installation/index.js';
import { readFileBytes } from '../../../io/files/read-file.js';
import { ask, type Question } from '../../run/question.js';
import { useColour } from '../../terminal/colour.js';
import { parseVerifyExtensionRequest, type VerifyExtensionRequest } from './options.js';
import { VERIFY_EXTENSION } from './specs.js';
import { installationJson, installationText } from './text.js';

/** One installed extension that was looked at. */
interface InstallationItem extends Item {
  readonly installation: InstallationVerdict;
}

function itemOf(folder: string, installation: InstallationVerdict): InstallationItem {
  const { outcome, reason, detail, hint = '', extension, version } = installation;
  const title = extension === undefined ? {} : { title: `${extension} ${version}` };
  const finding = {
    rule: reason ?? outcome.toUpperCase(),
    values: { detail, hint },
    level: 'error' as const,
    at: { kind: 'file' as const, id: folder },
  };
  return {
    name: folder,
    subject: { type: 'extension', id: folder },
    ...title,
    findings: outcome === 'verified' ? [] : [finding],
    installation,
  };
}

async function open({ folders, bundle, identity, flags }: VerifyExtensionRequest) {
  const named = folders.length > 0 ? folders.map((folder) => resolve(folder)) : findInstallations(homedir());
  if (named.length === 0)
    throw new InstallationError(
      'INSTALLATION_NOT_FOUND',
      'the extension is not installed where editors keep extensions',
      `name its folder; these were searched: ${PLACES.join(', ')}`,
    );
  const signers = await policyOfFlags(identity);
  const given = bundle === undefined ? undefined : await readFileBytes(bundle, LARGEST_BUNDLE);
  const items: InstallationItem[] = [];
  for (const folder of named) {
    const asked = {
      folder,
      env: process.env,
      flags,
      ...(given && { bundle: given }),
      ...(signers && { signers }),
    };
    items.push(itemOf(folder, await verifyInstallation(asked)));
  }
  return { context: undefined, items, summary: () => ({ items: items.length }) };
}

function text(): Renderer<InstallationItem, CountSummary> {
  const colour = useColour();
  return blocksText(({ name, installation }) => installationText(installation, name, colour));
}

/** `waxseal verify-extension`: says whether installed editor extensions are what the release workflow built. */
const QUESTION: Question<VerifyExtensionRequest, InstallationItem, CountSummary, undefined> = {
  spec: VERIFY_EXTENSION,
  words: { heading: 'Extensions', summary: countWords('extension', 'extensions') },
  sentences: () => [INSTALLATION_SENTENCES],
  parse: parseVerifyExtensionRequest,
  open,
  text,
  json: () =>
    jsonRenderer({
      head: {},
      list: 'installations',
      element: ({ name, installation }) => installationJson(name, installation),
      tail: () => ({}),
    }),
  answer: ({ installation }) => {
    if (holds(installation)) return 'holds';
    return installation.outcome === 'incomplete' ? 'not-told' : 'fails';
  },
};

/** See {@link QUESTION}. @returns the exit status of `ask` @throws what made an answer impossible */
export function run(argv: readonly string[]): Promise<number> {
  return ask(QUESTION, argv);
}
