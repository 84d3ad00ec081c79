import { renameSync, writeFileSync } from 'node:fs';
import { runRegistered } from './registry.js';

/**
 * The entry that VS Code calls. It writes the results last, so that an extension host that dies can be distinguished from one
 * that is done.
 */
export async function run(): Promise<void> {
  const path = process.env['WAXSEAL_HOST_RESULTS'];
  if (path === undefined) throw new Error('WAXSEAL_HOST_RESULTS names no file');
  const suite = process.env['WAXSEAL_HOST_SUITE'];
  if (suite === 'large') await import('./large.js');
  else if (suite === 'places') await import('./places.js');
  else await Promise.all([import('./commands.js'), import('./outcomes.js'), import('./policy.js')]);
  const results = await runRegistered();
  writeFileSync(`${path}.part`, JSON.stringify(results));
  renameSync(`${path}.part`, path);
  if (results.length === 0 || results.some(({ error }) => error !== undefined))
    throw new Error('tests failed');
}
