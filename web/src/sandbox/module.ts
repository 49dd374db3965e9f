/** Turn the compiled text of a component into the component: it sees "react" and "sophia", nothing else. */
import * as React from "react";
import * as runtime from "react/jsx-runtime";
import { useDataset } from "./data";

const MODULES: Record<string, unknown> = {
  react: React,
  "react/jsx-runtime": runtime,
  sophia: { useDataset },
};

function required(name: string): unknown {
  if (!Object.hasOwn(MODULES, name)) throw new Error(`There is no module "${name}" here.`);
  return MODULES[name];
}

/** Run compiled module text once and return its default export. Throws what the text throws. */
export function componentOf(code: string): React.ComponentType {
  const exports: { default?: React.ComponentType } = {};
  const run = new Function("require", "exports", "module", `"use strict";${code}`);
  run(required, exports, { exports });
  if (typeof exports.default !== "function")
    throw new Error("The default export is not a function component.");
  return exports.default;
}
