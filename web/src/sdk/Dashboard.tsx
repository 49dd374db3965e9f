/** Dashboard: the root of an ejected dashboard; draws its pages with the viewer, its data comes from a Sophia server. */
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { setServer } from "@/api/client";
import { createQueryClient } from "@/api/queries";
import { applyBrand, startMode, wishMode } from "@/runtime/mode";
import { usePlace } from "@/runtime/place";
import type { Dashboard as DashboardSpec } from "@/spec/types";
import { Toasts } from "@/ui/Toasts";
import { Board, brandOf } from "@/viewer/Board";
import { collectSpec, type DashboardHead } from "./collect";
import "@/ui/tokens.css";
import "@/ui/document.css";

export interface DashboardProps extends DashboardHead {
  /** Address of the Sophia server that answers for the data; by default the page's own. */
  server?: string;
  children?: ReactNode;
}

const NO_BRAND = {};

/** The collected spec, the same object as long as it says the same. */
function useSpec(head: DashboardHead, children: ReactNode): DashboardSpec {
  const text = JSON.stringify(collectSpec(head, children));
  return useMemo(() => JSON.parse(text) as DashboardSpec, [text]);
}

export function Dashboard({ server = "", children, ...head }: DashboardProps) {
  const spec = useSpec(head, children);
  const [client] = useState(createQueryClient);
  setServer(server);
  useEffect(() => {
    startMode();
    wishMode(spec.theme?.mode);
    applyBrand(brandOf(spec, NO_BRAND));
  }, [spec]);
  return (
    <QueryClientProvider client={client}>
      <Drawn spec={spec} />
      <Toasts />
    </QueryClientProvider>
  );
}

function Drawn({ spec }: { spec: DashboardSpec }) {
  const control = usePlace(spec);
  return (
    <Board
      dashboard={spec.id}
      spec={spec}
      brand={NO_BRAND}
      control={control}
      header={() => <h1>{spec.title}</h1>}
    />
  );
}
