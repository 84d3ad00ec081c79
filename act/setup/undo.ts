import { harmless } from '../../core/harmless/index.js';
import type { Session } from '../../inspect/basis/session.js';
import { userPolicyPath } from '../../inspect/basis/user-policy.js';
import { redacted } from '../../io/debug-log.js';
import { dropWish } from '../own-identity/wish.js';
import type { GitSettings, SettingRecord } from './git-settings.js';
import { disallowRepository } from './trusted-repositories.js';

function restored({ key, previous }: SettingRecord): string {
  return harmless(
    redacted(previous.length === 0 ? `removed  ${key}` : `restored ${key} = ${previous.join(', ')}`),
  );
}

/**
 * Undoes the changes of `configure` in this file, and says each in a line. A key that was changed since stays as it is.
 * @param openSession reads the configuration in force after the changes
 */
export async function undo(
  settings: GitSettings,
  openSession: () => Promise<Session>,
  say: (line: string) => void,
): Promise<void> {
  const records = await settings.records();
  if (records.length === 0) say('nothing to undo: waxseal did not set anything up here');
  for (const record of records) {
    const done = await settings.restore(record);
    say(done ? restored(record) : harmless(`kept     ${record.key}: it was changed since`));
  }
  if (settings.scope === 'local' && (await disallowRepository(settings.place)))
    say('removed  this repository from those that may name their own trusted root');
  if (await dropWish(settings.place.env)) say('removed  the wish to record your identity');
  const { config } = await openSession();
  say(harmless(`your list of trusted signers is kept: ${userPolicyPath(config, settings.place.env)}`));
}
