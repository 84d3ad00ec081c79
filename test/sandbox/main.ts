import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { environmentScript } from './environment.js';
import { startSandbox } from './sandbox.js';

const USAGE = `usage: npm run sandbox -- [--dir DIR] [--port N] [--form] [--json]
  --dir DIR   write trust material and the env file here and keep them (default: a temporary directory)
  --port N    first of nine ports in a row (default: any free ones)
  --form      interactive sign-in shows a page with Approve and Deny instead of approving at once
  --json      print one line of JSON instead of text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string' },
      port: { type: 'string' },
      form: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65000))
    throw new Error(`--port wants a number below 65000, not "${values.port}"`);
  const sandbox = await startSandbox({
    ...(values.dir === undefined ? {} : { dir: values.dir }),
    ...(port === undefined ? {} : { port }),
    signIn: { mode: values.form ? 'form' : 'auto' },
  });
  const envPath = join(sandbox.dir, 'env');
  writeFileSync(envPath, environmentScript(sandbox.env, sandbox.urls));
  const { urls, dir, files, trustedRootPath, tufRootPath, env } = sandbox;
  const facts = { urls, dir, files, trustedRootPath, tufRootPath, env, envPath };
  process.stdout.write(values.json ? `${JSON.stringify(facts)}\n` : welcome(urls, envPath));
  const stop = (): void => {
    sandbox.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function welcome(urls: Readonly<Record<string, string>>, envPath: string): string {
  const width = Math.max(...Object.keys(urls).map((name) => name.length));
  const lines = Object.entries(urls).map(([name, url]) => `  ${name.padEnd(width)}  ${url}`);
  return `A local Sigstore is running. Its keys are new and trusted by nobody else.

${lines.join('\n')}

Try it in another shell, in any git repository:

  source ${envPath}
  export SIGSTORE_ID_TOKEN=$(tok 'email=you@example.test')
  git -c gpg.format=x509 -c gpg.x509.program=waxseal commit -S -m 'signed' --allow-empty

Ctrl-C stops it.
`;
}

main().catch((error: unknown) => {
  process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exit(2);
});
