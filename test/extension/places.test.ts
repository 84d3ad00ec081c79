import { test } from 'node:test';
import { type HostRun, reportRun, runInHost } from './support/in-host.js';
import { crashable, makePlaces } from './support/places.js';
import { host, needsExtensionHost } from './support/vscode-host.js';

test('inside the extension host, with folders of every kind', needsExtensionHost, async (t) => {
  const { workspace, env, facts, repo } = makePlaces();
  let run: HostRun;
  try {
    run = await runInHost(host, { folder: workspace, env, facts, suite: 'places', prepare: crashable });
  } finally {
    repo.remove();
  }
  await reportRun(t, run);
});
