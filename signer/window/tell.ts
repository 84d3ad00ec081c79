import { type Asker, findEditor, isForEditor, type SigningFailure } from '../../io/window/index.js';

/** What a window learns about an error: its code, one harmless line, and what to do. */
export function failureIn(error: unknown, [first = '', second = '']: readonly string[]): SigningFailure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return {
    message: first.replace(/^waxseal: /, ''),
    ...(second.startsWith('hint: ') && { hint: second.slice('hint: '.length) }),
    ...(typeof code === 'string' && { code }),
  };
}

/**
 * Tells the window that has the repository open why there is no signature. Without this the editor would show only one line of
 * git's output, which is not ours. Never fails.
 */
export async function tellEditor(asker: Asker, failure: SigningFailure): Promise<void> {
  if (!isForEditor(asker)) return;
  try {
    const link = await findEditor(asker);
    const command = asker.env['VSCODE_GIT_COMMAND'];
    link?.say({ type: 'failed', ...failure, ...(command && { command }) });
    await link?.finish();
  } catch {
    // git shows the error on standard error anyway.
  }
}
