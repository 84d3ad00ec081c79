import { existsSync } from 'node:fs';
import { win32 } from 'node:path';

function variable(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return Object.entries(env).find(([key]) => key.toUpperCase() === name)?.[1];
}

/**
 * What to start for a program that is looked for in PATH. On Windows that is its absolute path: a bare name is looked for
 * in the working directory first (libuv, search_path), which is the repository that is being read.
 * @returns on Windows a path where nothing is when no directory of PATH has it
 */
export function programPath(
  name: string,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): string {
  if (platform !== 'win32') return name;
  const directories = (variable(env, 'PATH') ?? '').split(';').filter((part) => win32.isAbsolute(part));
  const system = variable(env, 'SYSTEMROOT') ?? 'C:\\Windows';
  const paths = directories.map((directory) =>
    win32.join(directory, /\.exe$/i.test(name) ? name : `${name}.exe`),
  );
  return paths.find(exists) ?? win32.join(system, `no ${name} in PATH`);
}
