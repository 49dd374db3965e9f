/** HomeRoute: say what you want to see; below, what is already there. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLocation, useSearch } from "wouter";
import { connectionsQuery, dashboardQuery, dashboardsQuery } from "@/api/queries";
import type { Session } from "@/api/types";
import { AskBar } from "@/features/ask/AskBar";
import { Progress } from "@/features/ask/Progress";
import { type AskState, useAsk } from "@/features/ask/useAsk";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { DashboardCards } from "./DashboardCards";
import { GrowingBoard } from "./GrowingBoard";
import styles from "./HomeRoute.module.css";
import { primedKey } from "./primed";
import { receptionKey } from "./Reception";
import { useSuggestions } from "./useSuggestions";

export function HomeRoute({ session }: { session: Session }) {
  const { state, start, cancel } = useAsk();
  const client = useQueryClient();
  const [, go] = useLocation();
  const dashboards = useQuery(dashboardsQuery);
  const canBuild = session.viewer?.role !== "viewer";
  const connections = useQuery({ ...connectionsQuery, enabled: canBuild });
  const suggestions = useSuggestions(connections.data ?? []);

  const ask = async (sentence: string) => {
    const asked = await start(
      "/generate-dashboard",
      { description: sentence, type: "custom", data_sources: [], features: [] },
      sentence,
    );
    if (!asked) return;
    const { reply, datasets } = asked;
    const slug = reply.spec.slug;
    client.setQueryData(primedKey(slug), { version: reply.version, datasets });
    client.setQueryData(dashboardQuery(slug).queryKey, { ...reply, slug });
    client.setQueryData(["dashboard", slug, "evidence"], reply.evidence);
    client.setQueryData(receptionKey(slug), reply);
    void client.invalidateQueries({ queryKey: ["dashboards"] });
    go(`/d/${slug}`);
  };
  useAskFromAddress(ask);

  const working = state.phase === "working" || state.phase === "done";
  return (
    <div className={styles.home}>
      {canBuild ? (
        <section className={styles.hero}>
          <h1>What do you want to see?</h1>
          <AskBar
            large
            label="What do you want to see?"
            placeholder="Revenue by month and region for the last two years…"
            busy={state.phase === "working"}
            onAsk={(sentence) => void ask(sentence)}
            onCancel={cancel}
          />
          {working ? <Working state={state} onCancel={cancel} /> : null}
          {state.failure ? (
            <Notice tone="bad" title={state.failure.message}>
              {state.failure.remedy}
            </Notice>
          ) : null}
          {state.phase === "idle" && suggestions.length > 0 ? (
            <ul className={styles.suggestions} aria-label="Suggestions">
              {suggestions.map((sentence) => (
                <li key={sentence}>
                  <button type="button" onClick={() => void ask(sentence)}>
                    {sentence}
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
        </section>
      ) : null}
      {working && state.placed.length > 0 ? (
        <GrowingBoard components={state.placed} datasets={state.datasets} brand={session.workspace} />
      ) : (
        <DashboardCards
          dashboards={dashboards.data}
          error={dashboards.error}
          onRetry={() => void dashboards.refetch()}
          canBuild={canBuild}
        />
      )}
    </div>
  );
}

function Working({ state, onCancel }: { state: AskState; onCancel: () => void }) {
  return (
    <div className={styles.working}>
      <Progress state={state} />
      <Button size="sm" variant="quiet" onPress={onCancel}>
        Stop
      </Button>
    </div>
  );
}

/** `/?ask=…` asks at once: the palette and the suggestions of a connection come here. */
function useAskFromAddress(ask: (sentence: string) => Promise<void>): void {
  const search = useSearch();
  const asked = useRef("");
  useEffect(() => {
    const sentence = new URLSearchParams(search).get("ask") ?? "";
    if (!sentence || asked.current === sentence) return;
    asked.current = sentence;
    window.history.replaceState(null, "", "/");
    void ask(sentence);
  });
}
