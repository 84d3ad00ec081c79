// The agent, alone in a process: `runAgent` as the program has it. A test moves its clock through the channel to the parent.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mock } from 'node:test';
import { runAgent } from '../../../../signer/agent/listen.js';
import { settled } from './fake-socket.js';

mock.timers.enable({ apis: ['setInterval'] });
let steady = 0;
mock.method(performance, 'now', () => steady);
process.on('message', async (seconds: number) => {
  await settled(); // what was said on its socket before comes first
  const until = steady + seconds * 1000;
  for (; steady < until; steady += 500) mock.timers.tick(500);
  process.send?.('later');
});
const leftBehind = process.env['LEFT_BEHIND'];
if (leftBehind !== undefined) writeFileSync(join(leftBehind, `new-${process.pid}`), '');
process.on('disconnect', () => process.exit(9));
process.exit(await runAgent(process.env));
