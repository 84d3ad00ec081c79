import { startProgram } from '../../child-process.js';
import { programEnvironment } from '../../environment/children.js';
import { programPath } from '../../program-path.js';

/**
 * Opens a URL with the configured command, else $BROWSER, else the system's own opener. No shell is used. The
 * program gets only what a program with a window needs from the environment, and none of our standard streams. We wait only for its start.
 * @throws Error if no program could be started or it failed at once
 */
export function openInBrowser(
  url: string,
  configured: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const [program = '', ...args] = openerCommand(url, configured, env, process.platform);
  return new Promise((resolve, reject) => {
    const child = startProgram(isPath(program) ? program : programPath(program, env), args, {
      stdio: 'ignore',
      detached: true,
      windowsHide: true,
      env: programEnvironment(env),
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      code === 0 || SAYS_NOTHING.test(program)
        ? resolve()
        : reject(new Error(`${program} ended with ${code ?? signal}`)),
    );
    child.unref();
  });
}

/** Programs whose exit status says nothing: Windows' Explorer, which people set in WSL, ends with 1 after it opened the page. */
const SAYS_NOTHING = /(?:^|[\\/])explorer(?:\.exe)?$/i;

function isPath(program: string): boolean {
  return /[\\/]/.test(program);
}

/**
 * The program and arguments that open `url`. A template (gitsign.urlOpener) is split at spaces; quotes keep words
 * together; backslashes have no special meaning. `{{.URL}}` stands for the URL. Without it, the URL is the last
 * argument.
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
    // Not `start`: that is a command of cmd.exe, which splits a URL at its &.
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
