import {
  type Document,
  type DocumentOptions,
  type ParseOptions,
  parseDocument,
  type SchemaOptions,
} from 'yaml';

type Options = ParseOptions & DocumentOptions & SchemaOptions;

/**
 * A text of YAML as a document with all its mistakes. Hostile text has a mistake at each character: their stacks, which nobody
 * reads, would cost three times as much as all else. Ask `isTooDeep` first.
 */
export function parseYaml(text: string, options: Options): Document.Parsed {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return parseDocument(text, options);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
