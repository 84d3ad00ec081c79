import type { FromPage } from '../../core/commit-page/index.js';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const host = acquireVsCodeApi();

/** Tells the extension what the user wants. */
export function send(message: FromPage): void {
  host.postMessage(message);
}
