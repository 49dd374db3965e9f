/** FrameMenu: view as table, export, how it was computed. */
import { lazy, Suspense, useState } from "react";
import { ApiError } from "@/api/client";
import { download, exportAddress } from "@/api/dashboards";
import type { Answer } from "@/runtime/feed";
import { datasetsUsed } from "@/runtime/graph";
import type { Component } from "@/spec/types";
import { IconButton } from "@/ui/Button";
import { Menu, type MenuEntry } from "@/ui/Menu";
import { toast } from "@/ui/toast";
import { useBoard } from "./boardContext";

export type FramePanel = "view" | "table";

const EvidenceDialog = lazy(() => import("./EvidenceDialog"));

export interface FrameMenuProps {
  component: Component;
  answers: readonly Answer[];
  panel: FramePanel;
  onPanel: (panel: FramePanel) => void;
}

/** Download `address` and say so when it fails. */
export async function save(address: string, name: string): Promise<void> {
  try {
    await download(address, name);
  } catch (error) {
    toast(error instanceof ApiError ? error.message : "The download failed.", { tone: "bad" });
  }
}

export function FrameMenu({ component, answers, panel, onPanel }: FrameMenuProps) {
  const board = useBoard();
  const [explaining, setExplaining] = useState(false);
  if (datasetsUsed(component).length === 0) return null;
  const empty = !answers[0]?.good?.rows;
  const exportAs = (format: "csv" | "xlsx") =>
    void save(
      exportAddress(board.dashboard, format, board.values, component.id),
      `${component.title || component.id}.${format}`,
    );
  const entries: MenuEntry[] = [
    ...(component.kind === "table"
      ? []
      : [
          {
            id: "table",
            label: panel === "table" ? "View as chart" : "View as table",
            icon: panel === "table" ? ("bars" as const) : ("table" as const),
            disabled: empty,
            onSelect: () => onPanel(panel === "table" ? "view" : "table"),
          },
        ]),
    { id: "why", label: "How was this computed?", icon: "help", onSelect: () => setExplaining(true) },
    {
      id: "csv",
      label: "Export as CSV",
      icon: "download",
      apart: true,
      disabled: empty,
      onSelect: () => exportAs("csv"),
    },
    { id: "xlsx", label: "Export as Excel", disabled: empty, onSelect: () => exportAs("xlsx") },
    {
      id: "refresh",
      label: "Refresh",
      icon: "refresh",
      apart: true,
      onSelect: () => void board.feed.refresh(datasetsUsed(component), true),
    },
  ];
  return (
    <>
      <Menu label={`${component.title || component.kind}: menu`} entries={entries}>
        <span data-when-wanted>
          <IconButton icon="more" size="sm" label={`More about ${component.title || "this component"}`} />
        </span>
      </Menu>
      {explaining ? (
        <Suspense>
          <EvidenceDialog component={component} onClose={() => setExplaining(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
