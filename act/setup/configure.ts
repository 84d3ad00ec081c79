import { harmless } from '../../core/harmless/index.js';
import { unixNow } from '../../io/clock.js';
import { type Config, choiceLine, repositoryChoices } from '../../io/config/index.js';
import { isPublic, logsOf, remember } from '../../io/consent/index.js';
import { redacted } from '../../io/debug-log.js';
import { git } from '../../io/git/index.js';
import type { GitSettings } from './git-settings.js';
import { trustOwnIdentity } from './own-identity.js';
import type { SetupRequest } from './request.js';
import { useInstance } from './use-instance.js';

type Say = (line: string) => void;

const SCOPES = { local: 'this repository', global: 'all your repositories' } as const;

async function setAll(
  settings: GitSettings,
  wanted: Readonly<Record<string, string>>,
  say: Say,
): Promise<void> {
  for (const [key, value] of Object.entries(wanted)) {
    const changed = await settings.set(key, value);
    say(harmless(`${changed ? 'set ' : 'kept'}  ${key} = ${value}`));
  }
}

/** Warns if another file of git's configuration overrides what was just set. */
async function warnOfOverrides(
  { place }: GitSettings,
  wanted: Readonly<Record<string, string>>,
  say: Say,
): Promise<void> {
  for (const [key, value] of Object.entries(wanted)) {
    const run = { ...place, args: ['config', '--show-scope', '--get', key], accept: [0, 1] };
    const { stdout } = await git(run);
    const [scope = '', effective = ''] = new TextDecoder().decode(stdout).trimEnd().split('\t');
    if (effective !== value)
      say(`note  ${key} is ${harmless(redacted(effective))} here: the ${harmless(scope)} configuration wins`);
  }
}

/** Stores the agreement for the servers that will be used, and says what it covers. */
async function agreeHere(config: Config, env: NodeJS.ProcessEnv, say: Say): Promise<void> {
  if (!isPublic(config)) return say('agree nothing: this log counts as private');
  const logs = logsOf(config);
  await remember(env, { fulcio: config.fulcioUrl.value, logs, at: unixNow() });
  say(
    harmless(
      `agree your identity and the times of signing become public for ever in ${logs.join(', ')}, and the log of ${config.fulcioUrl.value}`,
    ),
  );
  for (const choice of repositoryChoices(config)) say(`note  ${choiceLine(choice)}`);
  say('      take back with: waxseal login --forget-consent');
}

/**
 * Sets git up, and says each change in a line.
 * @throws SetupError, FileError, GitError, and whatever reading an instance throws; `--remove` can undo what was set before the error
 */
export async function configure(request: SetupRequest, say: Say): Promise<void> {
  const { settings, program, signAll, instance, instanceRoot } = request;
  const wanted = {
    'gpg.format': 'x509',
    'gpg.x509.program': program,
    ...(signAll && { 'commit.gpgSign': 'true', 'tag.gpgSign': 'true' }),
  };
  const servers = instance === undefined ? undefined : await useInstance(instance, instanceRoot, settings);
  say(`git signs with waxseal in ${SCOPES[settings.scope]}:`);
  await setAll(settings, { ...wanted, ...servers?.settings }, say);
  for (const note of servers?.notes ?? []) say(note);
  await warnOfOverrides(settings, wanted, say);
  const { config } = await request.openSession();
  await trustOwnIdentity(config, request, say);
  if (request.agree) await agreeHere(config, settings.place.env, say);
  say(
    signAll
      ? 'every commit and tag will be signed'
      : 'sign with: git commit -S, git tag -s (or always: setup --sign-all)',
  );
  say(`undo with: waxseal setup --remove${settings.scope === 'global' ? ' --global' : ''}`);
}
