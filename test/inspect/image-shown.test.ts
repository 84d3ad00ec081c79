import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fromBase64, toBase64 } from '../../core/encoding/index.js';
import { attachmentTag, digestOf, predicateTypeOf } from '../../core/image/index.js';
import {
  documentsOf,
  ImageSession,
  resolveImage,
  SBOM_KINDS,
  type TreeBranch,
  type TreeItem,
  treeOf,
} from '../../inspect/image/index.js';
import { type CosignCase, cosignCases, cosignLine, requirementsOf } from '../support/cosign-cases.js';
import { DumpSource } from '../support/image-dump.js';
import { sharedDir } from '../support/shared.js';

const { dir, skip } = sharedDir('fixtures/images');
const rows = skip === false ? cosignCases(dir) : [];
const of = (...args: readonly string[]) =>
  rows.filter((one) => args.every((arg, at) => one.args[at] === arg));
const titleOf = ({ id, cosign, registry }: CosignCase) => `${id} with ${cosign}, ${registry}`;

/** The question that a recorded run asks, and the name of its image. */
async function question(one: CosignCase) {
  const line = cosignLine(one.args);
  const session = new ImageSession(
    ({ repository }) => new DumpSource(join(dir, 'store'), repository, one.registry === 'referrers'),
  );
  const requirements = await requirementsOf(one, line, join(dir, 'pki'), 0);
  return { session, name: line.operands.at(-1) ?? '', flags: line.flags, requirements };
}

/** What cosign prints: a heading for each thing that is attached, and its layers below. The order is not stable. */
function printed(stdout: string): string[] {
  const blocks: string[][] = [];
  for (const line of stdout.split('\n')) {
    const heading = /^└── \S+ (.*)$/u.exec(line)?.[1];
    const layer = /^ {3}[├└]── 🍒 (\S+)$/u.exec(line)?.[1];
    if (heading !== undefined) blocks.push([heading]);
    if (layer !== undefined) blocks.at(-1)?.push(layer);
  }
  return blocks.map((block) => block.join(' ')).sort();
}

const HEADINGS: Readonly<Record<string, string>> = {
  signature: 'Signatures',
  attestation: 'Attestations',
  sbom: 'SBOMs',
};

function heading({ kind, tag, digest, artifactType, annotations }: TreeBranch, repository: string): string {
  if (tag !== undefined) return `${HEADINGS[kind]} for an image tag: ${repository}:${tag}`;
  const type = annotations['dev.sigstore.bundle.predicateType'] ?? artifactType;
  return `${type} artifacts via OCI referrer: ${repository}@${digest}`;
}

function ours({ branches }: TreeItem, repository: string): string[] {
  return branches
    .map((one) => [heading(one, repository), ...one.layers.map(({ digest }) => digest)].join(' '))
    .sort();
}

describe('what cosign shows of an image', { skip }, () => {
  test('is there: 30 runs', () => {
    const counts = ['tree', 'download', 'triangulate'].map((command) => of(command).length);
    assert.deepEqual(counts, [12, 16, 2]);
  });

  for (const one of of('tree'))
    test(`${titleOf(one)}: the same things are attached`, async () => {
      const { session, name, requirements } = await question(one);
      const [item] = await treeOf(session, name, { requirements });
      assert.ok(item);
      assert.deepEqual(ours(item, name.replace(/:[^:]*$/, '')), printed(one.stdout));
    });

  for (const one of of('triangulate'))
    test(`${titleOf(one)}: the same tag`, async () => {
      const { session, name } = await question(one);
      const { digest } = await resolveImage(session, name);
      assert.equal(name.replace(/:[^:]*$/, `:${attachmentTag(digest, 'sig')}`), one.stdout.trim());
    });

  for (const one of of('download', 'signature'))
    test(`${titleOf(one)}: the same signatures`, async () => {
      const { session, name, requirements } = await question(one);
      const [item] = await treeOf(session, name, { requirements });
      const own = (item?.branches ?? []).flatMap(({ signatures }) =>
        signatures.map(({ statement, blob }) => (statement ? toBase64(statement) : blob)),
      );
      const lines = one.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const recorded = lines.map(({ Payload, dsseEnvelope }) =>
        dsseEnvelope ? dsseEnvelope.payload : digestOf(fromBase64(Payload)),
      );
      assert.deepEqual(own.sort(), recorded.sort());
    });

  for (const one of of('download', 'attestation'))
    test(`${titleOf(one)}: as many attestations of that type`, async () => {
      const { session, name, requirements, flags } = await question(one);
      const type = flags.get('--predicate-type');
      const documents = await documentsOf(session, name, { requirements });
      const own = documents.filter((each) => type === undefined || each.type === predicateTypeOf(type));
      assert.equal(own.length, one.stdout.split('\n').filter(Boolean).length);
    });

  for (const one of of('download', 'sbom'))
    test(`${titleOf(one)}: the same SBOM, which nobody signed`, async () => {
      const { session, name, requirements } = await question(one);
      const found = await documentsOf(session, name, { requirements, kinds: SBOM_KINDS });
      assert.deepEqual(
        found.map(({ document, vouchedBy }) => [document, vouchedBy]),
        one.rc === 0 ? [[JSON.parse(one.stdout), 'nobody']] : [],
      );
    });
});
