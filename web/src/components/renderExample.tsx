/** Renders a view with one of its examples, for its tests. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { vi } from "vitest";
import { SERIES } from "@/lib/brand";
import { setLocale } from "@/lib/format";
import type { ComponentKind, ComponentOf } from "@/spec/types";
import type { ComponentView, ComponentViewProps, Example } from "./contract";

setLocale("en-US");

/** The named example. Throws when there is none of that name. */
export function exampleOf<K extends ComponentKind>(examples: Example<K>[], name: string): Example<K> {
  const found = examples.find((example) => example.name === name);
  if (!found) throw new Error(`There is no example “${name}”.`);
  return found;
}

/** Draw `example` in a box of 600 × 300 and return what happened to it. */
export function renderExample<K extends ComponentKind>(
  View: ComponentView<K>,
  example: Example<K>,
  more: Partial<ComponentViewProps<ComponentOf<K>>> = {},
) {
  const calls = { onPoint: vi.fn(), onAction: vi.fn(), setParam: vi.fn(), onSlot: vi.fn() };
  const props: ComponentViewProps<ComponentOf<K>> = {
    component: example.component,
    results: example.results,
    params: example.params ?? {},
    width: 600,
    height: 300,
    theme: { mode: "light", palette: [...SERIES.light], primary: "#2b5fd9", accent: "#b4540a" },
    ...(example.param ? { param: example.param } : {}),
    ...calls,
    ...more,
  };
  const shown = render(
    <QueryClientProvider client={new QueryClient()}>
      <View {...props} />
    </QueryClientProvider>,
  );
  return { ...shown, ...calls };
}
