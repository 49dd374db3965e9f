import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ApiError } from "@/api/client";
import { Loaded } from "./Loaded";

function People({ read }: { read: () => Promise<string[]> }) {
  const query = useQuery({ queryKey: ["people"], queryFn: read, retry: false });
  return (
    <Loaded query={query} what="people" empty={<p>Nobody is here</p>}>
      {(name) => <li key={name}>{name}</li>}
    </Loaded>
  );
}

function show(read: () => Promise<string[]>) {
  return render(
    <QueryClientProvider client={new QueryClient()}>
      <People read={read} />
    </QueryClientProvider>,
  );
}

describe("a list of the server", () => {
  it("is busy until it is there", async () => {
    let answer: (names: string[]) => void = () => undefined;
    const { container } = show(() => new Promise((resolve) => (answer = resolve)));
    expect(container.querySelector("[aria-busy=true]")).not.toBeNull();
    answer(["Ann"]);
    expect((await screen.findByRole("listitem")).textContent).toBe("Ann");
    expect(container.querySelector("[aria-busy]")).toBeNull();
  });

  it("says that it is empty", async () => {
    show(async () => []);
    expect(await screen.findByText("Nobody is here")).toBeTruthy();
  });

  it("says why it could not be read, and tries again when asked to", async () => {
    let broken = true;
    show(async () => {
      if (broken)
        throw new ApiError(0, { code: "unreachable", message: "No answer.", remedy: "Look at it." });
      return ["Ann"];
    });
    expect(await screen.findByText("The people could not be read")).toBeTruthy();
    expect(screen.getByText("No answer. Look at it.")).toBeTruthy();
    broken = false;
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect((await screen.findByRole("listitem")).textContent).toBe("Ann");
  });

  it("says who may see it when the asker may not, and offers no second try", async () => {
    show(async () => {
      throw new ApiError(403, {
        code: "forbidden",
        message: "This needs an admin.",
        remedy: "Ask an admin.",
      });
    });
    expect(await screen.findByText("This needs an admin.")).toBeTruthy();
    expect(screen.getByText("Ask an admin.")).toBeTruthy();
    expect(screen.queryByRole("button")).toBeNull();
  });
});
