import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { ToFrame } from "@/sandbox/words";
import { exampleOf, renderExample } from "../renderExample";
import examples from "./examples";
import { datasetsOf } from "./message";
import View from "./View";

afterEach(() => vi.unstubAllGlobals());

const REGIONS = {
  status: "ok",
  columns: [
    { name: "region", type: "text" },
    { name: "amount", type: "number" },
  ],
  data: [
    ["East", "West"],
    [5, null],
  ],
  rows: 2,
} as never;

function answering(status: number, body: unknown) {
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => new Response(JSON.stringify(body), { status })),
  );
}

it("keeps the place of a component without a source and says what is missing", () => {
  renderExample(View, exampleOf(examples, "waiting for its source"));
  expect(screen.getByText("“TerritoryMap” cannot run yet")).toBeTruthy();
  expect(screen.getByText(/Its source/)).toBeTruthy();
});

it("runs nothing outside a dashboard", () => {
  renderExample(View, exampleOf(examples, "waiting for a dashboard"));
  expect(screen.getByText(/its code is compiled when it is saved/)).toBeTruthy();
  expect(document.querySelector("iframe")).toBeNull();
});

it("says why it cannot run, in the server's words", async () => {
  answering(422, { error: { code: "bad_input", message: "Custom components cannot be compiled here." } });
  renderExample(View, exampleOf(examples, "waiting for a dashboard"), { dashboard: "sales" });
  expect(await screen.findByText("Custom components cannot be compiled here.")).toBeTruthy();
});

it("gives the frame its code and declared datasets over one port, and takes its failure", async () => {
  answering(200, { code: "exports.default = () => 1;" });
  const example = exampleOf(examples, "waiting for a dashboard");
  renderExample(
    View,
    { ...example, component: { ...example.component, datasets: ["regions"] } },
    { dashboard: "sales", results: { regions: REGIONS, secret: REGIONS } },
  );
  const frame = await waitFor(() => {
    const found = document.querySelector("iframe");
    if (!found) throw new Error("no frame yet");
    return found;
  });
  expect(frame.getAttribute("sandbox")).toBe("allow-scripts");
  const post = vi.fn();
  vi.spyOn(frame, "contentWindow", "get").mockReturnValue({ postMessage: post } as never);
  fireEvent.load(frame);
  const [word, origin, [port]] = post.mock.calls[0] as [string, string, [MessagePort]];
  expect([word, origin]).toEqual(["sophia:start", "*"]);
  const told = await new Promise<ToFrame>((read) => {
    port.onmessage = ({ data }) => read(data);
  });
  expect(told.code).toBe("exports.default = () => 1;");
  expect(Object.keys(told.datasets)).toEqual(["regions"]);
  port.postMessage({ type: "anything else" });
  port.postMessage({ type: "failed", message: "no luck" });
  expect(await screen.findByText("no luck")).toBeTruthy();
});

it("writes a result row by row", () => {
  expect(datasetsOf(["regions", "none"], { regions: REGIONS })).toEqual({
    regions: {
      columns: [
        { name: "region", type: "text" },
        { name: "amount", type: "number" },
      ],
      rows: [
        { region: "East", amount: 5 },
        { region: "West", amount: null },
      ],
    },
  });
});
