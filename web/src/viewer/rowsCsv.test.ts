import { describe, expect, it } from "vitest";
import { csvOf } from "./rowsCsv";

const column = (name: string) => ({ name, type: "text" });

describe("rows as CSV", () => {
  it("are quoted where needed and end lines as the standard says", () => {
    const csv = csvOf({
      columns: [column("a"), column("b,c")],
      data: [
        ["x", 'say "hi"'],
        [1.5, null],
      ],
      rows: 2,
    });
    expect(csv).toBe('a,"b,c"\r\nx,1.5\r\n"say ""hi""",\r\n');
  });

  it.each(["=1+1", "+cmd", "-cmd", "@x", "\tx", "＝x"])("never carry the formula %s", (text) => {
    expect(csvOf({ columns: [column("a")], data: [[text]], rows: 1 })).toContain(`'${text}`);
  });

  it("keep negative numbers in text numbers", () => {
    expect(csvOf({ columns: [column("a")], data: [["-12.5"]], rows: 1 })).toBe("a\r\n-12.5\r\n");
  });
});
