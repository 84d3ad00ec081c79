import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { COMMANDS } from '../../../extension/signatures/ids.js';
import { keyOf } from '../../../extension/signatures/state/state.js';
import { extension, facts, stateText } from './extension.js';
import { hostTest, until } from './registry.js';

hostTest('every outcome and reason is the one of waxseal verify --format json', async () => {
  const { store } = await extension();
  await commands.executeCommand(COMMANDS.showSignatures);
  const { expected } = facts();
  const known = () =>
    new Map([...(store.repositories[0]?.verdicts.values() ?? [])].map((one) => [one.id, one]));
  await until(
    () => `${expected.length} verdicts; the state is ${stateText(store)}`,
    () =>
      known().size >= new Set(expected.map(({ id }) => id)).size &&
      store.repositories[0]?.lists.tags?.every((row) => store.repositories[0]?.verdicts.has(keyOf(row))),
  );
  const verdicts = store.repositories[0]?.verdicts ?? new Map();
  const shown = [...verdicts.values()].map(({ id, name, outcome, reason }) => ({
    id,
    name,
    outcome,
    reason,
  }));
  const isSame = (one: (typeof shown)[number], { id, outcome, reasons }: (typeof expected)[number]) =>
    one.id === id &&
    one.outcome === outcome &&
    (one.reason === undefined ? reasons.length === 0 : reasons.includes(one.reason));
  // A commit may also be requested by a tag's name, and then be refused for another reason.
  for (const one of shown)
    assert.ok(
      expected.some((other) => isSame(one, other)),
      JSON.stringify(one),
    );
  for (const one of expected)
    assert.ok(
      shown.some((other) => isSame(other, one)),
      JSON.stringify(one),
    );
});
