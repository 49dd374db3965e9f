import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { loginsQuery, modelCallsQuery, modelQuery, tokensQuery, usersQuery } from "@/api/queries";
import type { Session, TokenSummary, UserSummary } from "@/api/types";
import SettingsRoute from "./SettingsRoute";

const NOW = new Date().toISOString();
const MINE = ["token.read", "token.add", "token.revoke", "session.list", "session.revoke", "password.change"];
const ADMIN = [...MINE, "workspace.edit", "user.read", "user.add", "user.edit"];

const person = (name: string, more: Partial<UserSummary> = {}): UserSummary => ({
  id: name.toLowerCase(),
  email: `${name.toLowerCase()}@example.org`,
  name,
  role: "viewer",
  disabled: false,
  pending: false,
  created_at: NOW,
  signed_in_at: null,
  ...more,
});

const script: TokenSummary = {
  id: "t1",
  name: "Nightly export",
  role: "viewer",
  owner: { id: "root", name: "Root" },
  created_at: NOW,
  expires_at: "2020-01-02T00:00:00Z",
  used_at: null,
};

/** The settings as `viewer` sees them, with everything that is asked for already there. */
function show(viewer: Session["viewer"]): void {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  client.setQueryData(usersQuery.queryKey, [
    person("Root", { role: "admin", signed_in_at: NOW }),
    person("Ann", { pending: true }),
    person("Bob", { disabled: true }),
  ]);
  client.setQueryData(tokensQuery().queryKey, viewer?.role === "viewer" ? [] : [script]);
  client.setQueryData(loginsQuery.queryKey, [
    {
      id: "s1",
      created_at: NOW,
      seen_at: NOW,
      expires_at: NOW,
      place: "10.0.0.7",
      agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      current: true,
    },
  ]);
  for (const query of [modelQuery, modelCallsQuery, tokensQuery(), loginsQuery, usersQuery])
    client.setQueryDefaults(query.queryKey, { enabled: false });
  const session: Session = {
    viewer,
    workspace: { name: "Acme" },
    mode: viewer?.demo ? "demo" : "server",
    setup_needed: false,
    version: "0.1.0",
  };
  render(
    <QueryClientProvider client={client}>
      <SettingsRoute session={session} />
    </QueryClientProvider>,
  );
}

const card = (name: string) => within(screen.getByRole("region", { name }));

describe("the settings", () => {
  it("show the demo builder the workspace alone, and say why", () => {
    show({ id: "demo", name: "Demo builder", role: "builder", demo: true, may: ["workspace.edit"] });
    const names = screen.getAllByRole("region").map((region) => region.querySelector("h2")?.textContent);
    expect(names).toEqual(["Workspace", "People and access tokens"]);
    expect(screen.getByRole("button", { name: "Save" })).toHaveProperty("disabled", false);
  });

  it("show a viewer their own tokens and sessions, and nobody else", () => {
    show({
      id: "ann",
      name: "Ann",
      role: "viewer",
      demo: false,
      may: MINE.filter((it) => it !== "token.add"),
    });
    expect(screen.queryByRole("region", { name: "People" })).toBeNull();
    expect(card("Access tokens").getByText("You have no tokens")).toBeTruthy();
    expect(card("Access tokens").queryByRole("button")).toBeNull();
    expect(card("Sessions").getByText("Firefox on Linux")).toBeTruthy();
    expect(card("Sessions").queryByRole("button", { name: /^End/ })).toBeNull();
  });

  it("show an admin everybody, what each lacks, and nothing to do to their own account", () => {
    show({ id: "root", name: "Root", role: "admin", demo: false, may: ADMIN });
    const people = card("People");
    expect(people.getAllByRole("listitem").map((row) => row.textContent)).toEqual([
      expect.stringContaining("You"),
      expect.stringContaining("Invited"),
      expect.stringContaining("Deactivated"),
    ]);
    expect(people.queryByRole("button", { name: "More about Root" })).toBeNull();
    expect(people.getByRole("button", { name: "More about Ann" })).toBeTruthy();
    expect(card("Access tokens").getByText("Ended")).toBeTruthy();
  });

  it("ask before a token is revoked, and do nothing when the answer is no", () => {
    show({ id: "root", name: "Root", role: "admin", demo: false, may: ADMIN });
    fireEvent.click(screen.getByRole("button", { name: "Revoke Nightly export" }));
    const question = within(screen.getByRole("dialog", { name: "Revoke Nightly export" }));
    fireEvent.click(question.getByRole("button", { name: "Cancel" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(card("Access tokens").getByText("Nightly export")).toBeTruthy();
  });
});
