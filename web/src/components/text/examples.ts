/** Markdown of every sort, and what it must not do. */
import type { Example } from "../contract";

const layout = { x: 0, y: 0, w: 6, h: 4 };

const examples: Example<"text">[] = [
  {
    name: "headings, lists, a table",
    component: {
      kind: "text",
      id: "text",
      layout,
      markdown:
        "## How to read this page\nRevenue counts **signed** contracts only, see the [definition](https://example.com/arr).\n\n- Months are calendar months\n- The current month is *not over*\n\n| Segment | Share |\n| --- | ---: |\n| Enterprise | 61% |\n| Team | 39% |\n\n> Numbers are net of tax.",
    },
    results: {},
  },
  {
    name: "raw HTML stays text",
    component: {
      kind: "text",
      id: "text",
      layout,
      markdown:
        'A <b onclick="alert(1)">tag</b>, a [bad link](javascript:alert(1)), an image ![chart](https://example.com/c.png) and `code <x>`.\n\n```\nselect 1\n```',
    },
    results: {},
  },
  {
    name: "title only",
    component: { kind: "text", id: "text", title: "Sales", layout: { ...layout, h: 1 } },
    results: {},
  },
];

export default examples;
