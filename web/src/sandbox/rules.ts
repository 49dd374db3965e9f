/** The lint of a custom component: what it imports, exports and names; the frame is the wall, this says why early. */
import type { Babel, Node, NodePath } from "./babel";

export interface Fault {
  line: number;
  column: number;
  message: string;
}

export interface Finding {
  faults: Fault[];
  /** Names of the datasets it reads, each once. */
  datasets: string[];
}

const IMPORTS = new Set(["react", "sophia"]);
const GLOBALS = new Set(
  (
    "undefined NaN Infinity Math Number String Boolean Object Array Date JSON Intl Map Set WeakMap WeakSet Symbol BigInt " +
    "RegExp Error TypeError RangeError Promise isNaN isFinite parseInt parseFloat console encodeURIComponent " +
    "decodeURIComponent setTimeout clearTimeout setInterval clearInterval requestAnimationFrame " +
    "cancelAnimationFrame ResizeObserver"
  ).split(" "),
);
const NETWORK = "a component has no network; its data comes by useDataset only";
const OUTSIDE = "a component sees nothing outside its own elements";
const CODE = "a component may not make code from text";
const REASONS: Record<string, string> = {
  ...Object.fromEntries(["eval", "Function", "WebAssembly"].map((name) => [name, CODE])),
  ...Object.fromEntries(
    "fetch XMLHttpRequest WebSocket EventSource RTCPeerConnection Worker SharedWorker Image importScripts navigator"
      .split(" ")
      .map((name) => [name, NETWORK]),
  ),
  ...Object.fromEntries(
    "window document parent top self globalThis frames opener location history open postMessage BroadcastChannel"
      .split(" ")
      .map((name) => [name, OUTSIDE]),
  ),
  ...Object.fromEntries(
    ["localStorage", "sessionStorage", "indexedDB", "caches"].map((name) => [
      name,
      "a component keeps nothing; use useState",
    ]),
  ),
};
const MEMBERS: Record<string, string> = {
  constructor: CODE,
  __proto__: CODE,
  ownerDocument: OUTSIDE,
  defaultView: OUTSIDE,
  contentWindow: OUTSIDE,
  getRootNode: OUTSIDE,
};
const ELEMENTS = new Set(
  "script iframe frame object embed link meta base form a area audio video portal".split(" "),
);

/** Read a parsed module and return its faults, in order, and its datasets. */
export function examine(tree: Node, babel: Babel): Finding {
  const faults: Fault[] = [];
  const datasets = new Set<string>();
  let exported = 0;
  const refuse = (node: Node, message: string) => {
    faults.push({ line: node.loc.start.line, column: node.loc.start.column + 1, message });
  };
  const checkImport = (node: Node) => {
    const name = node.source.value;
    if (!IMPORTS.has(name))
      refuse(node, `Import of "${name}": a component may import "react" and "sophia" only.`);
    if (name !== "sophia") return;
    for (const item of node.specifiers) {
      const known = item.type === "ImportSpecifier" && item.imported.name === "useDataset";
      if (!known && item.importKind !== "type") refuse(item, 'Module "sophia" offers useDataset only.');
    }
  };
  const checkDataset = (path: NodePath) => {
    for (const use of path.scope.getBinding(path.node.local.name)?.referencePaths ?? []) {
      const call = use.parentPath?.node;
      const [name] = call?.type === "CallExpression" && call.callee === use.node ? call.arguments : [];
      if (name?.type === "StringLiteral") datasets.add(name.value);
      else refuse(use.node, 'Call useDataset with the name of a dataset in quotes: useDataset("revenue").');
    }
  };
  const checkExport = (path: NodePath) => {
    exported += 1;
    const made = path.node.declaration;
    const bound = made.type === "Identifier" ? path.scope.getBinding(made.name)?.path.node : made;
    const value = bound?.type === "VariableDeclarator" ? bound.init : bound;
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(value?.type ?? ""))
      refuse(path.node, "The default export is not a function component.");
    else if (value.async || value.generator)
      refuse(path.node, "A component is a plain function, neither async nor a generator.");
  };
  const checkMember = (path: NodePath) => {
    const { property, computed } = path.node;
    const name = computed ? property.value : property.name;
    if (typeof name === "string" && Object.hasOwn(MEMBERS, name))
      refuse(property, `"${name}" is refused: ${MEMBERS[name]}.`);
  };
  babel.packages.traverse.default(tree, {
    Program(path: NodePath) {
      for (const [name, node] of Object.entries(path.scope.globals)) {
        if (GLOBALS.has(name)) continue;
        const reason = Object.hasOwn(REASONS, name) ? REASONS[name] : "nothing of this name is defined here";
        refuse(node, `"${name}" is refused: ${reason}.`);
      }
    },
    ImportDeclaration: (path: NodePath) => checkImport(path.node),
    ImportSpecifier(path: NodePath) {
      if (path.parent.source.value === "sophia" && path.node.imported.name === "useDataset")
        checkDataset(path);
    },
    ImportExpression: (path: NodePath) => refuse(path.node, `"import()" is refused: ${NETWORK}.`),
    Import: (path: NodePath) => refuse(path.node, `"import()" is refused: ${NETWORK}.`),
    MetaProperty: (path: NodePath) => refuse(path.node, `"import.meta" is refused: ${OUTSIDE}.`),
    ExportAllDeclaration: (path: NodePath) =>
      refuse(path.node, "A component exports itself only, as default."),
    ExportNamedDeclaration(path: NodePath) {
      if (path.node.exportKind !== "type") refuse(path.node, "A component exports itself only, as default.");
    },
    ExportDefaultDeclaration: checkExport,
    ThisExpression(path: NodePath) {
      if (!path.getFunctionParent()) refuse(path.node, `"this" is refused: ${OUTSIDE}.`);
    },
    AwaitExpression(path: NodePath) {
      if (!path.getFunctionParent()) refuse(path.node, "A component's module cannot wait.");
    },
    MemberExpression: checkMember,
    OptionalMemberExpression: checkMember,
    JSXOpeningElement(path: NodePath) {
      const { name } = path.node.name;
      if (ELEMENTS.has(name)) refuse(path.node, `<${name}> is refused: nothing loads or leaves the frame.`);
    },
    JSXAttribute(path: NodePath) {
      if (path.node.name.name === "dangerouslySetInnerHTML")
        refuse(path.node, '"dangerouslySetInnerHTML" is refused: write elements instead.');
    },
  });
  if (exported === 0) {
    faults.unshift({
      line: 1,
      column: 1,
      message: "There is no default export: export default function Name() { … }.",
    });
  }
  return { faults, datasets: [...datasets] };
}
