import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { COMMANDS } from '../../../extension/ids.js';
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
    () => known().size >= new Set(expected.map(({ id }) => id)).size,
  );
  const verdicts = store.repositories[0]?.verdicts ?? new Map();
  const shown = [...verdicts.values()].map(({ id, outcome, reason }) => ({ id, outcome, reason }));
  for (const { id, outcome, reasons } of expected) {
    const found = shown.filter((one) => one.id === id);
    assert.notEqual(found.length, 0, `${id} is not shown`);
    for (const one of found) {
      assert.equal(one.outcome, outcome, id);
      assert.ok(one.reason === undefined ? reasons.length === 0 : reasons.includes(one.reason), id);
    }
  }
});
