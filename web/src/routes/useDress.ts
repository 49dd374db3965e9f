/** A dashboard's title, colours and mode on the whole window, for as long as it is open. */
import { useEffect } from "react";
import type { Session } from "@/api/types";
import { applyBrand, wishMode } from "@/runtime/mode";
import type { Dashboard } from "@/spec/types";
import { brandOf } from "@/viewer/Board";

export function useDress(spec: Dashboard, workspace: Session["workspace"]): void {
  useEffect(() => {
    document.title = `${spec.title} · ${workspace.name || "Sophia"}`;
    applyBrand(brandOf(spec, workspace));
    wishMode(spec.theme?.mode);
  }, [spec, workspace]);
  useEffect(() => () => wishMode(undefined), []);
}
