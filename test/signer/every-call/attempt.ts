import type { Fault } from '../../support/fault-injection/run.js';
import { restore, type State, stateOf } from '../../support/fault-injection/state.js';
import type { Ended, Job, Place } from './job.js';

/** What no output may contain. */
const ALARMING =
  /uncaught|unhandled|\bundefined\b|\bNaN\b|\[object |node:internal|^ {2,}at |internal error|Cannot read|is not a function|TypeError/im;
const ARMOR = /-----BEGIN[\s\S]*?-----END/g;
const GOOD =
  /^(?:remote: )?(?:verified|valid|ok)\b.*|"outcome": *"(?:verified|valid|ok)"|^\[GNUPG:\] (?:GOODSIG|TRUST_(?:FULLY|ULTIMATE)).*/gm;
/** If removing something is what fails, it stays. */
const REMOVES = /^(?:rm|unlink|rmdir|rename)/;

/** A job that is ready to fail, with what it does when nothing fails. */
export interface Prepared {
  readonly job: Job;
  readonly place: Place;
  readonly before: State;
  readonly after: State;
  readonly whole: Ended;
}

async function runAgain(place: Place, before: State, fault?: Fault): Promise<{ ended: Ended; after: State }> {
  restore(place.root, before);
  await place.ready?.();
  const ended = await place.run(fault);
  await place.settle?.();
  return { ended, after: stateOf(place.root) };
}

/** Makes the place of a job, and runs it without a fault. */
export async function prepare(job: Job, place: Place): Promise<Prepared> {
  const before = stateOf(place.root);
  const { ended, after } = await runAgain(place, before);
  const wrong = ended.status === 0 ? await place.missing?.(ended) : undefined;
  if (wrong !== undefined || ended.calls.length === 0 || ended.status === null || ended.status > 1)
    throw new Error(`${job.name}: without a fault: ${wrong ?? ended.status}\n${ended.stdout}${ended.stderr}`);
  return { job, place, before, after, whole: ended };
}

/** Runs a job with one fault. Returns what must not be, each as one line; nothing if all is well. */
export async function attempt(prepared: Prepared, fault: Fault): Promise<string[]> {
  const { job, place, before, whole } = prepared;
  const { ended, after } = await runAgain(place, before, fault);
  const call = ended.calls.find(({ failed }) => failed);
  const found = [...saidWrong(ended, place.isMute), ...betterThan(ended, whole)];
  if (ended.status === 0) {
    const missing = await place.missing?.(ended);
    if (missing !== undefined) found.push(`exit status 0, but ${missing}`);
  }
  if (ended.status !== 0) {
    const wrong = await place.mend?.();
    if (wrong !== undefined) found.push(`it cannot be mended: ${wrong}`);
  }
  for (const secret of place.secrets ?? [])
    if ((ended.stdout + ended.stderr).includes(secret)) found.push('a secret is printed');
    else
      for (const [path, { content }] of after)
        if (content.includes(secret)) found.push(`a secret is in ${path}`);
  if (!REMOVES.test(call?.name ?? '')) found.push(...leftBehind(prepared, after, job.varies));
  const what = `${job.name}: ${fault.code} (${fault.way}) in ${call?.name}(${call?.about}) at ${call?.at}`;
  return found.map(
    (wrong) => `${what}: ${wrong}\n  ${ended.status} ${quoted(ended.stdout)} ${quoted(ended.stderr)}`,
  );
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 400 ? `${text.slice(0, 300)} … ${text.slice(-90)}` : text);
}

function saidWrong({ status, stdout, stderr }: Ended, isMute = false): string[] {
  const [alarming] = ALARMING.exec(`${stderr}\n${stdout.replace(ARMOR, '')}`) ?? [];
  return [
    ...(alarming === undefined ? [] : [`says "${alarming}"`]),
    ...(status !== null && status <= 2 ? [] : [`exit status ${status}`]),
    ...(status !== 0 && !isMute && !/^\S/m.test(stderr + stdout) ? ['fails without a word'] : []),
  ];
}

function betterThan(ended: Ended, whole: Ended): string[] {
  const good = ({ stdout, stderr }: Ended) => (stdout + stderr).match(GOOD) ?? [];
  const before = new Set(good(whole));
  const better = good(ended).filter((line) => !before.has(line));
  return [
    ...(whole.status !== 0 && ended.status === 0 ? ['a better exit status than without the fault'] : []),
    ...(better.length > 0 ? [`a better answer than without the fault: ${better.join(', ')}`] : []),
  ];
}

/** A file is as before, or as it is after a run without a fault; and nothing else is there. */
function leftBehind({ before, after: usual }: Prepared, after: State, varies = /^$/): string[] {
  const wrong: string[] = [];
  for (const [path, { kind, content, mode }] of after) {
    const known = [before.get(path), usual.get(path)].filter((entry) => entry?.kind === kind);
    if (known.length === 0) wrong.push(`leaves ${kind} ${path}`);
    else if (!varies.test(path) && kind !== 'other' && !known.some((entry) => entry?.content === content))
      wrong.push(`half-written: ${path}`);
    else if (!known.some((entry) => entry?.mode === mode)) wrong.push(`mode ${mode.toString(8)} of ${path}`);
  }
  for (const path of before.keys()) if (usual.has(path) && !after.has(path)) wrong.push(`removes ${path}`);
  return wrong;
}
