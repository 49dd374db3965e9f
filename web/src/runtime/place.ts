/** The place a reader is at: page and param values, kept in the address without leaving the page. */
import { useCallback, useEffect, useState } from "react";
import type { Dashboard, ParamValue } from "@/spec/types";
import { type Place, readPlace, writePlace } from "./urlParams";

export interface PlaceControl {
  place: Place;
  setParam: (id: string, value: ParamValue) => void;
  setPage: (page: string) => void;
  /** Back to every param's default. */
  reset: () => void;
}

/** Read the place from the address and keep both in step; going back in history goes back in the dashboard. */
export function usePlace(spec: Dashboard): PlaceControl {
  const [place, setPlace] = useState<Place>(() => readPlace(window.location.search, spec));
  useEffect(() => {
    const read = () => setPlace(readPlace(window.location.search, spec));
    window.addEventListener("popstate", read);
    return () => window.removeEventListener("popstate", read);
  }, [spec]);

  const move = useCallback(
    (change: (place: Place) => Place, push: boolean) =>
      setPlace((before) => {
        const after = change(before);
        const address = window.location.pathname + writePlace(after, spec);
        // Not during render: the updater may run twice.
        queueMicrotask(() => {
          if (address === window.location.pathname + window.location.search) return;
          window.history[push ? "pushState" : "replaceState"](null, "", address);
        });
        return after;
      }),
    [spec],
  );
  return {
    place,
    setParam: useCallback(
      (id, value) => move((before) => ({ ...before, values: { ...before.values, [id]: value } }), false),
      [move],
    ),
    setPage: useCallback((page) => move((before) => ({ ...before, page }), true), [move]),
    reset: useCallback(() => move((before) => ({ ...before, values: {} }), false), [move]),
  };
}
