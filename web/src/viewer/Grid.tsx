/** Grid: the 12 columns, six on a tablet, one on a phone. */
import { type CSSProperties, memo, useMemo } from "react";
import { openTab } from "@/runtime/graph";
import type { Component } from "@/spec/types";
import { useBoard } from "./boardContext";
import { ComponentFrame } from "./ComponentFrame";
import styles from "./Grid.module.css";

const ROW = 80;
const PLAIN_HEIGHT = new Set<Component["kind"]>(["text", "filter", "button", "tabs", "container"]);

/** On a phone two numbers share a row; an odd last one takes it whole. */
function phoneSpans(ordered: Component[]): Map<string, number> {
  const spans = new Map<string, number>();
  let run: string[] = [];
  const close = () => {
    for (const [index, id] of run.entries()) {
      spans.set(id, run.length % 2 === 1 && index === run.length - 1 ? 2 : 1);
    }
    run = [];
  };
  for (const component of ordered) {
    if (component.kind === "kpi") run.push(component.id);
    else close();
  }
  close();
  return spans;
}

/** A number shares its row on a phone, so its last line may need a second one. */
const NUMBER_EXTRA = 20;

/** In px, or as high as the content asks. */
function phoneHeight({ kind, layout }: Component): string {
  if (PLAIN_HEIGHT.has(kind)) return "auto";
  return `${layout.h * ROW - 16 + (kind === "kpi" ? NUMBER_EXTRA : 0)}px`;
}

/** Of six columns: numbers three or two to a row, as evenly as twelve columns had them; the rest halves or whole. */
function middleSpan(component: Component): number {
  const { w } = component.layout;
  if (component.kind === "kpi") return w === 3 || w > 4 ? 3 : 2;
  return w >= 7 ? 6 : 3;
}

function place(component: Component, order: number, phone: number): CSSProperties {
  const { x, y, w, h } = component.layout;
  return {
    "--x": x + 1,
    "--y": y + 1,
    "--w": w,
    "--h": h,
    "--middle": middleSpan(component),
    "--phone": phone,
    "--order": order,
    "--phone-h": phoneHeight(component),
  } as CSSProperties;
}

const PHONE = 640;
const PHONE_FIRST = 6;

/** Whether the first screen may show it, before anyone scrolls: by its row, on a phone by its turn. */
function onFirstScreen(component: Component, order: number): boolean {
  if (component.parent) return true;
  return window.innerWidth < PHONE ? order < PHONE_FIRST : component.layout.y * ROW < window.innerHeight;
}

export function Grid({
  components,
  parent = null,
  slot,
}: {
  components: Component[];
  parent?: string | null;
  slot?: string;
}) {
  const mine = useMemo(
    () =>
      components
        .filter((item) => (item.parent ?? null) === parent && (slot === undefined || item.slot === slot))
        .sort(
          (a, b) =>
            (a.layout.phone ?? 0) - (b.layout.phone ?? 0) ||
            a.layout.y - b.layout.y ||
            a.layout.x - b.layout.x,
        ),
    [components, parent, slot],
  );
  const spans = useMemo(() => phoneSpans(mine), [mine]);
  return (
    <div className={styles.host}>
      <div className={styles.grid}>
        {mine.map((component, order) => (
          <div
            key={component.id}
            className={styles.cell}
            style={place(component, order, spans.get(component.id) ?? 2)}
          >
            <Placed component={component} components={components} first={onFirstScreen(component, order)} />
          </div>
        ))}
      </div>
    </div>
  );
}

const Placed = memo(function Placed({
  component,
  components,
  first,
}: {
  component: Component;
  components: Component[];
  first: boolean;
}) {
  const { openTabs } = useBoard();
  if (component.kind === "tabs") {
    return (
      <ComponentFrame component={component}>
        <Grid components={components} parent={component.id} slot={openTab(component, openTabs)} />
      </ComponentFrame>
    );
  }
  if (component.kind === "container") {
    return (
      <ComponentFrame component={component}>
        <Grid components={components} parent={component.id} />
      </ComponentFrame>
    );
  }
  return <ComponentFrame component={component} first={first} />;
});
