import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { isTooDeep } from '../signer-policy/depth.js';
import { policyFinding } from '../signer-policy/error.js';
import { parseYaml } from '../signer-policy/parse-yaml.js';
import { PolicyReader } from './reader.js';

/** The largest policy file in characters. */
export const LARGEST_POLICY = 256 * 1024;
/** The most syntax errors that are reported. */
const MOST_FAULTS = 100;

/** The text of a policy as a tree, with the reader that knows its lines. */
export interface PolicyDocument {
  readonly root: Node | null;
  readonly reader: PolicyReader;
}

/** Whether a text is small and flat enough for a YAML parser. Takes linear time. */
export function isBounded(text: string): boolean {
  return text.length <= LARGEST_POLICY && !isTooDeep(text);
}

/** Duplicates are found here, because the YAML library compares each key with each other key, which can take seconds. */
function noteDuplicates(reader: PolicyReader, map: YAMLMap): void {
  const seen = new Set<unknown>();
  for (const { key } of map.items as Pair<Scalar>[]) {
    if (seen.has(key.value)) reader.note(key, 'POLICY_SYNTAX', 'same-key');
    seen.add(key.value);
  }
}

function noteExtras(reader: PolicyReader, root: Node | null): void {
  visit(root, (_key, node) => {
    if (isMap(node)) noteDuplicates(reader, node);
    if (isAlias(node)) reader.note(node, 'POLICY_SYNTAX', 'alias');
    else if (isScalar(node) || isCollection(node)) {
      if (node.anchor) reader.note(node, 'POLICY_SYNTAX', 'anchor');
      if (node.tag) reader.note(node, 'POLICY_SYNTAX', 'tag');
    }
  });
}

/**
 * A policy's text as one YAML 1.2 document. Faults of syntax are noted in the reader, and `root` is then null.
 * @param source how to call it, also in places
 */
export function readDocument(text: string, source: string): PolicyDocument {
  const lines = new LineCounter();
  const reader = new PolicyReader(lines, source);
  const nothing = { root: null, reader };
  if (text.length > LARGEST_POLICY) {
    reader.note(null, 'POLICY_TOO_LARGE', 'text', { source, most: LARGEST_POLICY });
    return nothing;
  }
  if (text.startsWith('\ufeff')) {
    reader.note(null, 'POLICY_SYNTAX', 'byte-order-mark');
    return nothing;
  }
  if (isTooDeep(text)) {
    reader.note(null, 'POLICY_TOO_LARGE', 'depth');
    return nothing;
  }
  const document = parseYaml(text, {
    version: '1.2',
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
    lineCounter: lines,
  });
  for (const { pos, message } of document.errors.slice(0, MOST_FAULTS)) {
    const words = message.split('\n')[0] ?? '';
    reader.add(pos[0], policyFinding('POLICY_SYNTAX', 'parser', { words }));
  }
  if (reader.findings.length > 0) return nothing;
  if (document.directives.yaml.explicit) {
    reader.note(null, 'POLICY_SYNTAX', 'directive');
    return nothing;
  }
  noteExtras(reader, document.contents);
  return reader.findings.length > 0 ? nothing : { root: document.contents, reader };
}
