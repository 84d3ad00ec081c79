import {
  type Document,
  type DocumentOptions,
  type ParseOptions,
  parseDocument,
  type SchemaOptions,
} from 'yaml';
import { withoutStacks } from '../encoding/index.js';

type Options = ParseOptions & DocumentOptions & SchemaOptions;

/**
 * A text of YAML as a document with all its mistakes. Hostile text has a mistake at each character. Ask
 * `isTooDeep` first.
 */
export function parseYaml(text: string, options: Options): Document.Parsed {
  return withoutStacks(() => parseDocument(text, options));
}
