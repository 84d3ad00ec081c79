import { join } from 'node:path';
import { readPolicyText } from '../../inspect/basis/user-policy.js';
import { userDirectories } from '../../io/config/index.js';
import { replaceFile } from '../../io/files/replace-file.js';
import { repositoryInfo } from '../../io/git/index.js';

function listPath(): string {
  return join(userDirectories(process.env).config, 'trusted-repositories');
}

async function listed(path: string): Promise<string[]> {
  const text = (await readPolicyText(path)) ?? '';
  return text.split('\n').filter((line) => line !== '');
}

async function thisRepository(): Promise<string> {
  return (await repositoryInfo({ env: process.env })).commonDir;
}

/** Adds this repository to the list of those whose own configuration may name a trusted root. Returns a line that says so. */
export async function allowRepository(): Promise<string> {
  const path = listPath();
  const [repository, lines] = [await thisRepository(), await listed(path)];
  if (!lines.includes(repository)) await replaceFile(path, `${[...lines, repository].join('\n')}\n`);
  return `allow this repository to name its own trusted root (${path})`;
}

/** Removes this repository from that list. Returns whether it was on it. */
export async function disallowRepository(): Promise<boolean> {
  const path = listPath();
  const [repository, lines] = [await thisRepository(), await listed(path)];
  const rest = lines.filter((line) => line !== repository);
  if (rest.length === lines.length) return false;
  await replaceFile(path, rest.map((line) => `${line}\n`).join(''));
  return true;
}
