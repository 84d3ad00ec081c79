/** A step from a value to a value inside it: the name of a field, or any item of a list. */
export type Step = string | number;

/** The part of JSON Schema (draft 7) that schemas/waxseal.schema.json uses to say what can be written where. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly allOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly examples?: readonly string[];
  readonly description?: string;
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
  /** An extension of the YAML language server: templates for a start. */
  readonly defaultSnippets?: readonly {
    readonly label: string;
    readonly description?: string;
    readonly body: unknown;
  }[];
}

const DEFINITION = '#/definitions/';

/** Says what is allowed at a place of a policy. */
export class PolicySchema {
  constructor(private readonly root: SchemaNode) {}

  /** The kinds of value that are allowed at a path from the top; empty when nothing is known. */
  at(path: readonly Step[]): readonly SchemaNode[] {
    let nodes = this.#kinds(this.root);
    for (const step of path) {
      const inside = nodes.map((node) => this.#inside(node, step));
      nodes = inside.flatMap((node) => (node ? this.#kinds(node) : []));
    }
    return nodes;
  }

  /** The meaning of a field, in the words of the schema. */
  describes(path: readonly Step[]): string | undefined {
    return this.at(path).find(({ description }) => description !== undefined)?.description;
  }

  #inside(node: SchemaNode, step: Step): SchemaNode | undefined {
    if (typeof step === 'number') return node.items;
    const { properties = {}, additionalProperties: more } = node;
    if (Object.hasOwn(properties, step)) return properties[step];
    return typeof more === 'object' ? more : undefined;
  }

  /** The node itself and what it refers to or offers as alternatives, under the node's own description. */
  #kinds(node: SchemaNode): SchemaNode[] {
    const { $ref, oneOf, allOf, ...own } = node;
    const { definitions = {} } = this.root;
    const referred = $ref?.startsWith(DEFINITION) ? definitions[$ref.slice(DEFINITION.length)] : undefined;
    const further = [...(referred ? [referred] : []), ...(allOf ?? []), ...(oneOf ?? [])];
    if (further.length === 0) return [own];
    return further.flatMap((one) => this.#kinds(one)).map((kind) => ({ ...kind, ...own }));
  }
}

/** Whether a value of this kind is a mapping, a list or one word. */
export function shapeOf({ type, properties, items }: SchemaNode): 'mapping' | 'list' | 'word' {
  const types = typeof type === 'string' ? [type] : (type ?? []);
  if (types.includes('object') || properties) return 'mapping';
  return types.includes('array') || items ? 'list' : 'word';
}
