/** Gallery: every component kind, every example, every state, in light and dark. Also what screenshots are compared by. */
import { useEffect, useState } from "react";
import type { Example, Manifest } from "@/components/contract";
import { useMode } from "@/runtime/mode";
import { allKinds } from "@/viewer/kinds";
import styles from "./gallery.module.css";
import { Stage } from "./Stage";
import { STATES } from "./states";

const modules = import.meta.glob<Example[]>("../../components/*/examples.ts", { import: "default" });

type Side = "page" | "light" | "dark" | "both";
const SIDES: Side[] = ["page", "light", "dark", "both"];

function read(name: string): string | null {
  return new URLSearchParams(window.location.search).get(name);
}

function useExamples(): Record<string, Example[]> {
  const [found, setFound] = useState<Record<string, Example[]>>({});
  useEffect(() => {
    let gone = false;
    const loading = Object.entries(modules).map(
      async ([path, load]) => [path.split("/").at(-2) ?? "", await load()] as const,
    );
    void Promise.all(loading).then((pairs) => (gone ? undefined : setFound(Object.fromEntries(pairs))));
    return () => {
      gone = true;
    };
  }, []);
  return found;
}

/** Kinds that draw no dataset have no state but the ready one. */
function hasStates(example: Example | undefined): example is Example {
  return example !== undefined && Object.keys(example.results).length > 0;
}

export default function Gallery() {
  const examples = useExamples();
  const page = useMode();
  const [side, setSide] = useState<Side>(() => SIDES.find((one) => one === read("mode")) ?? "page");
  const only = read("kind");
  const kinds = allKinds().filter((manifest) => !only || manifest.kind === only);
  const modes = side === "both" ? (["light", "dark"] as const) : [side === "page" ? page : side];
  return (
    <div className={styles.gallery}>
      <header className={styles.header}>
        <h1 className={styles.heading}>Components</h1>
        <p>Every kind with its examples and the states of its frame. All figures are invented.</p>
        <nav className={styles.kinds} aria-label="Kinds">
          <a href="/gallery" aria-current={only ? undefined : "page"}>
            All
          </a>
          {allKinds().map((manifest) => (
            <a
              key={manifest.kind}
              href={`/gallery?kind=${manifest.kind}`}
              aria-current={manifest.kind === only ? "page" : undefined}
            >
              {manifest.title}
            </a>
          ))}
        </nav>
        <fieldset className={styles.sides}>
          <legend className="visually-hidden">Colours</legend>
          {SIDES.map((one) => (
            <label key={one}>
              <input type="radio" name="side" checked={side === one} onChange={() => setSide(one)} />
              {one === "page" ? "As the page" : one === "both" ? "Both" : one === "light" ? "Light" : "Dark"}
            </label>
          ))}
        </fieldset>
      </header>
      {modes.map((mode) => (
        <div key={mode} data-mode={mode} className={styles.side}>
          {kinds.map((manifest) => (
            <Kind
              key={manifest.kind}
              manifest={manifest}
              examples={examples[manifest.kind] ?? []}
              mode={mode}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function Kind({
  manifest,
  examples,
  mode,
}: {
  manifest: Manifest;
  examples: Example[];
  mode: "light" | "dark";
}) {
  const first = examples[0];
  return (
    <section className={styles.kind} id={`${manifest.kind}-${mode}`} data-kind={manifest.kind}>
      <h2>{manifest.title}</h2>
      <p>{manifest.description}</p>
      <div className={styles.grid}>
        {examples.map((example) => (
          <Stage key={example.name} example={example} state="ready" mode={mode} />
        ))}
      </div>
      {hasStates(first) ? (
        <>
          <h3>States</h3>
          <div className={styles.grid}>
            {STATES.map((state) => (
              <Stage key={state} example={first} state={state} mode={mode} />
            ))}
          </div>
        </>
      ) : null}
    </section>
  );
}
