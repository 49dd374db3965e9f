import { describe, expect, it } from "vitest";
import { describeDataset } from "./describe";

describe("a dataset in words", () => {
  it("says which rows count and which groups stay", () => {
    const lines = describeDataset({
      kind: "metric",
      id: "ds",
      connection: "garage",
      table: "repair",
      measures: [{ name: "total_price", aggregate: "sum", column: "repair.price" }],
      dimensions: [{ name: "month", column: "repair.done_on", grain: "month" }],
      filters: [{ column: "repair.make", op: "ne", values: ["Saab"] }],
      having: [{ by: "total_price", op: "between", values: [5, 10] }],
      limit: 20,
    });
    expect(lines.map((line) => `${line.term}: ${line.text}`)).toEqual([
      "Measures: sum of repair.price",
      "Split by: repair.done_on by month",
      "Table: repair",
      "Where: repair.make is not Saab",
      "Having: total price is between 5 and 10",
      "At most: 20 rows",
    ]);
  });

  it("says what a number is divided by and which rows it counts", () => {
    const [measures] = describeDataset({
      kind: "metric",
      id: "ds",
      connection: "garage",
      measures: [
        {
          name: "share",
          aggregate: "count",
          filters: [{ column: "repair.state", values: ["late"] }],
          over: { name: "all", aggregate: "count" },
        },
        { name: "age", aggregate: "mean", since: "repair.begun_on" },
      ],
    });
    expect(measures?.text).toBe(
      "count of records where repair.state is late divided by count of records, mean of the time from repair.begun_on to now",
    );
  });
});
