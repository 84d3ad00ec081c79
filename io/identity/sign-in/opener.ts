import { spawn } from 'node:child_process';
import { childEnvironment } from '../../git/index.js';
import { programPath } from '../../program-path.js';

/**
 * Opens a URL: with the configured command, else $BROWSER, else what the system opens URLs with. No shell; the program gets
 * no standard input or output of ours and no identity token, and is not waited for beyond its start.
 * @throws Error when no program could be started or it failed at once
 */
export function openInBrowser(
  url: string,
  configured: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const [program = '', ...args] = openerCommand(url, configured, env, process.platform);
  return new Promise((resolve, reject) => {
    const child = spawn(isPath(program) ? program : programPath(program, env), args, {
      stdio: 'ignore',
      detached: true,
      windowsHide: true,
      env: childEnvironment(env),
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the browser command ended with ${code}`)),
    );
    child.unref();
  });
}

function isPath(program: string): boolean {
  return /[\\/]/.test(program);
}

/**
 * Program and arguments that open `url`. A template (gitsign.urlOpener) is cut at spaces, quotes keep words together,
 * backslashes mean nothing, and `{{.URL}}` stands for the URL; without it the URL is the last argument.
 */
export function openerCommand(
  url: string,
  configured: string | undefined,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): string[] {
  const template = configured ?? env['BROWSER']?.split(':')[0];
  if (!template) {
    if (platform === 'darwin') return ['open', url];
    // `start` is a command of cmd.exe, which would take the & of a URL apart.
    if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
    return ['xdg-open', url];
  }
  const words = (template.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []).map((word) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single),
  );
  const placeholder = /\{\{\s*\.URL\s*\}\}|%s/g;
  const filled = words.map((word) => word.replace(placeholder, () => url));
  return words.some((word) => word.search(placeholder) >= 0) ? filled : [...filled, url];
}
