import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { commands, workspace } from 'vscode';
import { COMMANDS } from '../../../extension/signatures/ids.js';
import { extension, stateText } from './extension.js';
import { hostTest, until } from './registry.js';

const COUNT = 5000;

/** A column of VS Code's own table of activations, in milliseconds. */
function activation(text: string, column: number): number {
  const line = text.split('\n').find((one) => /^\| waxseal\.waxseal\b/i.test(one.trim())) ?? '';
  return Number(line.split('|')[column]?.trim() ?? Number.NaN);
}

/** The longest time, in milliseconds, for which the event loop was blocked during some work. */
async function longestBlock(body: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await body();
  delay.disable();
  return delay.max / 1e6 - 5;
}

hostTest('a history of 5,000 commits is listed and verified while the editor stays responsive', async () => {
  const { store } = await extension();
  await until('the verdict on HEAD', () => (store.repositories[0]?.verdicts.size ?? 0) > 0);
  const idle = await longestBlock(() => new Promise((resolve) => setTimeout(resolve, 3000)));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const started = performance.now();
  await commands.executeCommand(COMMANDS.showSignatures);
  await until('all rows', () => store.repositories[0]?.lists.recent?.length === COUNT, 60);
  const listed = performance.now();
  await until(
    () => `all verdicts; the state is ${stateText(store)}`,
    () => (store.repositories[0]?.verdicts.size ?? 0) >= COUNT,
    120,
  );
  const judged = performance.now();
  delay.disable();
  const outcomes = new Set(
    [...(store.repositories[0]?.verdicts.values() ?? [])].map(({ outcome }) => outcome),
  );
  assert.deepEqual([...outcomes], ['valid']);
  return {
    '5,000 commits listed': listed - started,
    '5,000 commits judged': judged - listed,
    'longest the event loop was blocked': delay.max / 1e6 - 5,
    'the same while nothing is done': idle,
  };
});

hostTest('activation is measured by VS Code itself', async () => {
  await commands.executeCommand('perfview.show');
  const text = await until('the table of activations', () => {
    const found = workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf')?.getText();
    return found?.includes('waxseal.waxseal') && found;
  });
  const measured = { 'load code': activation(text, 3), 'call activate': activation(text, 4) };
  assert.ok(Object.values(measured).every(Number.isFinite), text.slice(0, 200));
  return measured;
});
