/** The part of Babel's standalone build that the compiler uses; its own types lie in packages that are not installed. */

// biome-ignore lint/suspicious/noExplicitAny: the nodes of a syntax tree have one type per kind, told apart by `type`
export type Node = any;

export interface NodePath {
  node: Node;
  parent: Node;
  parentPath: NodePath | null;
  scope: {
    globals: Record<string, Node>;
    getBinding: (name: string) => { path: NodePath; referencePaths: NodePath[] } | undefined;
  };
  getFunctionParent: () => NodePath | null;
}

export interface Babel {
  packages: {
    traverse: { default: ((tree: Node, visitor: object) => void) & { cache: { clear: () => void } } };
  };
  transform: (text: string, options: object) => { ast: Node };
  transformFromAst: (tree: Node, text: string, options: object) => { code: string };
}
