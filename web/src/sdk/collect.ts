/** From React elements to a spec: a pure function of the element tree. */
import { Children, Fragment, isValidElement, type ReactElement, type ReactNode } from "react";
import type { Component, Dashboard, Layout, Page as PageSpec } from "@/spec/types";
import { Page, type PageProps, type SpecElement } from "./elements";

export type DashboardHead = Omit<Dashboard, "pages" | "spec_version">;

const PLACE: Layout = { x: 0, y: 0, w: 12, h: 4, phone: 0 };

/** The elements among `children`, fragments opened. Text between them is refused. */
function elementsOf(children: ReactNode): ReactElement[] {
  return Children.toArray(children).flatMap((child): ReactElement[] => {
    if (!isValidElement(child))
      throw new Error(`A dashboard holds elements only, not the text “${String(child)}”.`);
    if (child.type === Fragment) return elementsOf((child.props as { children?: ReactNode }).children);
    return [child];
  });
}

function isSpecElement(type: unknown): type is SpecElement {
  return typeof type === "function" && "kind" in type;
}

/** The same data with the style that a format has when it names none. */
function complete(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => complete(item));
  if (value === null || typeof value !== "object") return value;
  const fields = Object.entries(value).map(([key, item]) => [key, complete(item, key)] as const);
  return { ...(name === "format" ? { style: "number" } : {}), ...Object.fromEntries(fields) };
}

function componentOf(element: ReactElement): Component {
  if (!isSpecElement(element.type)) {
    throw new Error(
      "A <Page> holds the components of @sophia/react; other React components go beside <Dashboard>.",
    );
  }
  const props = complete(element.props) as { layout?: Partial<Layout> };
  return { ...props, kind: element.type.kind, layout: { ...PLACE, ...props.layout } } as Component;
}

function pageOf(element: ReactElement): PageSpec {
  if (element.type !== Page) throw new Error("A <Dashboard> holds <Page> elements only.");
  const { id, title, children } = element.props as PageProps;
  return { id, title, components: elementsOf(children).map(componentOf) };
}

/** The spec that `head` and the pages among `children` describe. Throws an Error that says what does not belong. */
export function collectSpec(head: DashboardHead, children: ReactNode): Dashboard {
  return { ...head, spec_version: 1, pages: elementsOf(children).map(pageOf) };
}
