import { existsSync } from 'node:fs';
import { win32 } from 'node:path';

function variable(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return Object.entries(env).find(([key]) => key.toUpperCase() === name)?.[1];
}

/**
 * The path with which to start a program from PATH. On Windows it is absolute. A bare name would be searched in the
 * working directory first (libuv, search_path), and that is the repository under review.
 * @returns on Windows, if no directory of PATH contains the program, a path that does not exist
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
