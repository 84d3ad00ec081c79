// Runs the commands of a demo and prints them with their output.
import { spawn } from 'node:child_process';

const bold =
  process.stdout.isTTY && !process.env.NO_COLOR ? (text) => `\u001b[1m${text}\u001b[0m` : (text) => text;

export function heading(text) {
  console.log(`\n${bold(`== ${text}`)}\n`);
}

export function note(text) {
  console.log(`   (${text})`);
}

/** The last line of a demo. */
export function ended(text) {
  console.log(`\n${bold('Every step ended as it should.')} ${text}`);
}

/** The commands of a demo, in one folder and environment. `step` prints and fails if the command does not end as expected. */
export function shellIn(cwd, env) {
  return { run, step, quietly };

  async function step(program, args, expected = {}) {
    console.log(`$ ${[program, ...args.map(quoted)].join(' ')}`);
    const { status, output } = await run(program, args);
    if (output.trim() !== '') console.log(indented(output));
    const wanted = expected.status ?? 0;
    if (status !== wanted) throw new Error(`\`${program} ${args[0]}\` exited with ${status}, not ${wanted}`);
    if (expected.shows && !expected.shows.test(output)) {
      throw new Error(`\`${program} ${args[0]}\` did not show ${expected.shows}`);
    }
  }

  async function quietly(program, args) {
    const { status, output } = await run(program, args);
    if (status !== 0) throw new Error(`\`${program} ${args.join(' ')}\` failed: ${output}`);
  }

  // Not synchronous, because the sandbox runs in this process.
  function run(program, args, input) {
    return new Promise((done, fail) => {
      const child = spawn(program, args, {
        cwd,
        env,
        stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8');
        stream.on('data', (text) => {
          output += text;
        });
      }
      child.once('error', fail);
      child.once('close', (status) => done({ status, output }));
      child.stdin?.end(input);
    });
  }
}

function quoted(word) {
  return /^[\w./=^:@-]+$/.test(word) ? word : `'${word}'`;
}

export function indented(text) {
  return text.trimEnd().replace(/^/gm, '   ');
}
