/** The component kinds there are: found by glob, their views loaded once each when first needed. */
import type { ComponentView, Manifest } from "@/components/contract";
import type { Component, ComponentKind } from "@/spec/types";

const manifests = import.meta.glob<Manifest>("../components/*/manifest.ts", {
  eager: true,
  import: "default",
});
const byKind = new Map<string, Manifest>(
  Object.values(manifests).map((manifest) => [manifest.kind, manifest]),
);
const views = new Map<string, ComponentView>();
const coming = new Map<string, Promise<ComponentView>>();

/** Every manifest, by title. */
export function allKinds(): Manifest[] {
  return [...byKind.values()].sort((a, b) => a.title.localeCompare(b.title));
}

export function manifestOf(kind: ComponentKind): Manifest | undefined {
  return byKind.get(kind);
}

/** The view of `kind` if it is already here. */
export function loadedView(kind: ComponentKind): ComponentView | undefined {
  return views.get(kind);
}

/** Fetch the view of `kind`; the same promise for everybody, forgotten when it fails so that retry works. */
export function loadView(kind: ComponentKind): Promise<ComponentView> {
  const waiting = coming.get(kind);
  if (waiting) return waiting;
  const manifest = byKind.get(kind);
  if (!manifest) return Promise.reject(new Error(`There is no component kind “${kind}”.`));
  const promise = manifest.load().then(
    (module) => {
      const view = module.default as ComponentView;
      views.set(kind, view);
      return view;
    },
    (error: unknown) => {
      coming.delete(kind);
      throw error;
    },
  );
  coming.set(kind, promise);
  return promise;
}

/** Start fetching what a page will draw, before React asks for it; settled when all are here or known to fail. */
export function preloadViews(components: readonly Component[]): Promise<unknown> {
  const kinds = new Set(components.map((component) => component.kind));
  return Promise.allSettled([...kinds].map(loadView));
}
