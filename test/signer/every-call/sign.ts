import { requireWhole } from '../../../signer/sign/require-whole.js';
import { runCounted } from '../../support/fault-injection/run.js';
import { EMAIL, PROGRAM } from '../../support/waxseal.js';
import { type AgentRepo, createAgentRepo } from '../agent/agent-repo.js';
import { type Ended, inRepo, type Job, type Place, type World } from './job.js';

const COMMIT = Buffer.from(
  `tree ${'0'.repeat(40)}\nauthor A <${EMAIL}> 1 +0000\ncommitter A <${EMAIL}> 1 +0000\n\nx\n`,
);
/** Compiled code differs from one run to another. */
const NO_CACHE = { WAXSEAL_CODE_CACHE: 'off' };
const SIGN = ['--status-fd=2', '-bsau', 'KEY'];
/** Node asks the agent itself, and not Perl before it. */
const NO_PERL = { PERL_UNICODE: '0' };

async function missing({ stdout, stderr }: Ended): Promise<string | undefined> {
  if (!/^\[GNUPG:\] SIG_CREATED /m.test(stderr)) return 'no signature is announced';
  try {
    await requireWhole(COMMIT, Buffer.from(stdout), true);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

async function repoOf(
  { sandbox }: World,
  more: Parameters<typeof createAgentRepo>[1] = {},
): Promise<AgentRepo> {
  return createAgentRepo(sandbox, more);
}

const partsOf = (token: string) => token.split('.').filter((part) => part.length > 16);

function placeOf(
  repo: AgentRepo,
  token: string | undefined,
  more: Partial<Place> & { env?: Record<string, string> },
): Place {
  return inRepo(repo, SIGN, {
    input: COMMIT,
    missing,
    ...(token !== undefined && { secrets: partsOf(token) }),
    ...more,
    remove: () => repo.end(),
  });
}

export const SIGNING: readonly Job[] = [
  {
    name: 'sign with a token, without an agent',
    async make(world) {
      const token = world.sandbox.mintToken({ email: EMAIL });
      return placeOf(await repoOf(world, { token }), token, { env: { WAXSEAL_AGENT: 'off' } });
    },
  },
  {
    name: 'sign in a browser, without an agent',
    async make(world) {
      return placeOf(await repoOf(world), undefined, { env: { WAXSEAL_AGENT: 'off', WAXSEAL_TIMEOUT: '5' } });
    },
  },
  {
    name: 'sign, and start the agent',
    async make(world) {
      const token = world.sandbox.mintToken({ email: EMAIL });
      const repo = await repoOf(world, { token });
      return placeOf(repo, token, { env: NO_PERL, settle: () => repo.kill() });
    },
  },
  {
    name: 'sign with an agent that runs',
    async make(world) {
      const token = world.sandbox.mintToken({ email: EMAIL });
      const repo = await repoOf(world, { token });
      const warm = async () => {
        await repo.waxseal(SIGN, NO_CACHE, COMMIT);
      };
      return placeOf(repo, token, { env: NO_PERL, ready: warm, settle: () => repo.kill() });
    },
  },
  {
    name: 'the agent while it signs',
    async make(world) {
      const token = world.sandbox.mintToken({ email: EMAIL });
      const repo = await repoOf(world, { token });
      const place = placeOf(repo, token, { settle: () => repo.kill() });
      return {
        ...place,
        async run(fault) {
          await repo.waxseal(SIGN, NO_CACHE, COMMIT);
          await repo.kill();
          const agent = runCounted(
            {
              program: process.execPath,
              args: [PROGRAM, 'agent'],
              cwd: '/',
              env: { ...repo.env, WAXSEAL_CODE_CACHE: 'off' },
            },
            fault,
          );
          await new Promise((resolve) => setTimeout(resolve, 400));
          const signed = await repo.waxseal(SIGN, NO_CACHE, COMMIT);
          await repo.kill();
          const { stdout, stderr, calls } = await agent;
          return { ...signed, stderr: `${signed.stderr}${stderr}`, calls, agent: stdout };
        },
      };
    },
  },
  {
    name: 'log in',
    async make(world) {
      const repo = await repoOf(world);
      return inRepo(repo, ['login'], {
        settle: () => repo.kill(),
        remove: () => repo.end(),
        missing: ({ stdout }) => (/^signed in as /m.test(stdout) ? undefined : 'nobody signed in'),
      });
    },
  },
  {
    name: 'log out',
    async make(world) {
      const token = world.sandbox.mintToken({ email: EMAIL });
      const repo = await repoOf(world, { token });
      return inRepo(repo, ['logout'], {
        secrets: partsOf(token),
        ready: async () => {
          await repo.waxseal(SIGN, NO_CACHE, COMMIT);
        },
        settle: () => repo.kill(),
        remove: () => repo.end(),
        missing: ({ stdout }) => (/^signed out/m.test(stdout) ? undefined : 'the agent may still be there'),
      });
    },
  },
];
