import { ProgressLocation, window } from 'vscode';

/** What cancellable work gets: when to stop, and how to say how far it is. */
export interface Work {
  readonly signal: AbortSignal;
  readonly say: (message: string) => void;
}

/** Shows a notification with a button that cancels, while the work runs. */
export async function cancellable<T>(title: string, work: (work: Work) => Promise<T>): Promise<T> {
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, (progress, token) => {
    const run = new AbortController();
    token.onCancellationRequested(() => run.abort());
    return work({ signal: run.signal, say: (message) => progress.report({ message }) });
  });
}
