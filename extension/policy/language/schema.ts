/** A step from a value to one inside it: a field's name, or any item of a list. */
export type Step = string | number;

/** The part of JSON Schema (draft 7) that schemas/waxseal.schema.json uses to say what is written where. */
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
  /** Of the YAML language server: what to begin with. */
  readonly defaultSnippets?: readonly {
    readonly label: string;
    readonly description?: string;
    readonly body: unknown;
  }[];
}

const DEFINITION = '#/definitions/';

/** Answers what may stand at a place of a policy. */
export class PolicySchema {
  constructor(private readonly root: SchemaNode) {}

  /** The kinds of value that may stand at a path from the top: none where nothing is known. */
  at(path: readonly Step[]): readonly SchemaNode[] {
    let nodes = this.#kinds(this.root);
    for (const step of path) {
      const inside = nodes.map((node) => this.#inside(node, step));
      nodes = inside.flatMap((node) => (node ? this.#kinds(node) : []));
    }
    return nodes;
  }

  /** What a field means, in the words of the schema. */
  describes(path: readonly Step[]): string | undefined {
    return this.at(path).find(({ description }) => description !== undefined)?.description;
  }

  #inside(node: SchemaNode, step: Step): SchemaNode | undefined {
    if (typeof step === 'number') return node.items;
    const { properties = {}, additionalProperties: more } = node;
    if (Object.hasOwn(properties, step)) return properties[step];
    return typeof more === 'object' ? more : undefined;
  }

  /** The node itself, or what it refers to or lets choose from, under its own description. */
  #kinds(node: SchemaNode): SchemaNode[] {
    const { $ref, oneOf, allOf, ...own } = node;
    const { definitions = {} } = this.root;
    const referred = $ref?.startsWith(DEFINITION) ? definitions[$ref.slice(DEFINITION.length)] : undefined;
    const further = [...(referred ? [referred] : []), ...(allOf ?? []), ...(oneOf ?? [])];
    if (further.length === 0) return [own];
    return further.flatMap((one) => this.#kinds(one)).map((kind) => ({ ...kind, ...own }));
  }
}

/** Whether a value of this kind is a mapping, a list, or one word. */
export function shapeOf({ type, properties, items }: SchemaNode): 'mapping' | 'list' | 'word' {
  const types = typeof type === 'string' ? [type] : (type ?? []);
  if (types.includes('object') || properties) return 'mapping';
  return types.includes('array') || items ? 'list' : 'word';
}
