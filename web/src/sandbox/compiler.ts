/** The compiler as one script for an engine without Node or browser: TSX to checked JavaScript, and one render of it. */
import * as standalone from "@babel/standalone";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import type { Babel } from "./babel";
import { type Dataset, type Datasets, DatasetsProvider } from "./data";
import { componentOf } from "./module";
import { examine, type Fault } from "./rules";

const babel = standalone as unknown as Babel;
const DRAWN = /<(svg|canvas|img|input|button|select|meter|progress|textarea)\b/;
const SLIPS = ["NaN", "undefined", "[object Object]"];
/** What an engine or React may ask of any object without reading a column. */
const HARMLESS = new Set(["toJSON", "then", "$$typeof", "asymmetricMatch", "nodeType"]);

interface Compiled {
  code: string;
  datasets: string[];
}
type Reply = Compiled | { faults: Fault[] };

function placed(error: unknown): Fault {
  const { loc, message } = error as { loc?: { line: number; column: number }; message?: string };
  const text = String(message ?? error).replace(/^[^:]*component\.tsx: /, "");
  const first = (text.split("\n")[0] ?? "").replace(/ \(\d+:\d+\)$/, "");
  return { line: loc?.line ?? 0, column: loc ? loc.column + 1 : 0, message: first };
}

const AS_WRITTEN = { filename: "component.tsx", configFile: false, babelrc: false, sourceType: "module" };

/** Types go first, so that the rules read the names that remain; places stay those of the source. */
function compile(source: string): Reply {
  try {
    const plain = babel.transform(source, {
      ...AS_WRITTEN,
      ast: true,
      code: false,
      presets: [["typescript", { onlyRemoveTypeImports: true }]],
      parserOpts: { plugins: ["jsx"] },
    });
    babel.packages.traverse.default.cache.clear();
    const { faults, datasets } = examine(plain.ast, babel);
    if (faults.length > 0) return { faults };
    const made = babel.transformFromAst(plain.ast, source, {
      ...AS_WRITTEN,
      presets: [["react", { runtime: "automatic" }]],
      plugins: ["transform-modules-commonjs"],
    });
    return { code: made.code, datasets };
  } catch (error) {
    return { faults: [placed(error)] };
  }
}

/** A row that tells which columns there are when another one is read. */
function strict(name: string, dataset: Dataset): Dataset {
  const known = new Set(dataset.columns.map((column) => column.name));
  const read = (row: Dataset["rows"][number], key: string | symbol) => {
    if (typeof key === "string" && !known.has(key) && !(key in Object.prototype) && !HARMLESS.has(key)) {
      throw new Error(`Dataset "${name}" has no column "${key}"; it has ${[...known].join(", ")}.`);
    }
    return Reflect.get(row, key);
  };
  return { columns: dataset.columns, rows: dataset.rows.map((row) => new Proxy(row, { get: read })) };
}

/** Draw compiled text once. Throws when it throws, draws nothing, or shows a slip instead of a value. */
function render(code: string, datasets: Datasets): void {
  const given = Object.fromEntries(
    Object.entries(datasets).map(([name, item]) => [name, strict(name, item)]),
  );
  const html = renderToString(
    createElement(DatasetsProvider, { value: given }, createElement(componentOf(code))),
  );
  const text = html.replace(/<style[\s\S]*?<\/style>/g, "").replace(/<[^>]*>/g, " ");
  if (!text.trim() && !DRAWN.test(html)) throw new Error("It draws nothing.");
  const slip = SLIPS.find((word) => text.includes(word));
  if (slip) throw new Error(`It shows "${slip}" where a value should stand.`);
}

function draw(code: string, datasets: string): { faults: Fault[] } {
  try {
    render(code, JSON.parse(datasets));
    return { faults: [] };
  } catch (error) {
    const words = String((error as { message?: string })?.message ?? error).slice(0, 300);
    return { faults: [{ line: 0, column: 0, message: `It fails when it is drawn: ${words}` }] };
  }
}

/** Replies are JSON, so that no object of the component leaves the engine. */
Object.assign(globalThis, {
  sophiaCompile: (source: string) => JSON.stringify(compile(source)),
  sophiaRender: (code: string, datasets: string) => JSON.stringify(draw(code, datasets)),
});
