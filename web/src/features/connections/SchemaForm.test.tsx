import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { SettingsSchema } from "@/api/types";
import { fieldShape, readConfig, SchemaForm } from "./SchemaForm";

const SCHEMA: SettingsSchema = {
  type: "object",
  required: ["host"],
  properties: {
    kind: { const: "postgres" },
    host: { type: "string", title: "Host" },
    port: { type: "integer", default: 5432 },
    password: { anyOf: [{ type: "string", format: "password", writeOnly: true }, { type: "null" }] },
    tls: { type: "boolean", default: true },
    mode: { enum: ["live", "sync"], default: "live" },
  },
};

describe("a form made from a model", () => {
  it("gives each field its control", () => {
    const shapes = Object.entries(SCHEMA.properties ?? {}).map(([name, field]) => [name, fieldShape(field)]);
    expect(Object.fromEntries(shapes)).toMatchObject({
      host: "text",
      port: "number",
      password: "password",
      tls: "check",
      mode: "choice",
    });
  });

  it("sends what was typed in the model's types, and nothing else", () => {
    expect(readConfig(SCHEMA, { host: "db", port: "5433", password: "", tls: false })).toEqual({
      host: "db",
      port: 5433,
      tls: false,
    });
  });

  it("shows the server's complaint beside its field", () => {
    const onSubmit = vi.fn();
    const failure = { field: "config.host", message: "No such host." };
    render(
      <SchemaForm schema={SCHEMA} busy={false} submit="Connect" failure={failure} onSubmit={onSubmit} />,
    );
    expect(screen.getByRole("alert").textContent).toBe("No such host.");
    expect(screen.getByLabelText("Host").getAttribute("aria-invalid")).toBe("true");
    fireEvent.change(screen.getByLabelText("Host"), { target: { value: "db" } });
    fireEvent.submit(screen.getByLabelText("Host"));
    expect(onSubmit).toHaveBeenCalledWith({ host: "db" });
  });

  it("never shows a secret", () => {
    render(<SchemaForm schema={SCHEMA} busy={false} submit="Connect" onSubmit={() => undefined} />);
    expect(screen.getByLabelText(/Password/).getAttribute("type")).toBe("password");
  });
});
