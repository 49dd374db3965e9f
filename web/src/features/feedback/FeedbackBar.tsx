/** FeedbackBar: how satisfied somebody is with a dashboard, in one press, and a line of words if they like. */
import { useState } from "react";
import { ApiError, call } from "@/api/client";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import styles from "./FeedbackBar.module.css";

const MEANINGS = ["very dissatisfied", "dissatisfied", "neither", "satisfied", "very satisfied"];

type Stage = "ask" | "words" | "done";

export function FeedbackBar({ dashboard }: { dashboard: string }) {
  const [stage, setStage] = useState<Stage>("ask");
  const [score, setScore] = useState<number | null>(null);
  const [comment, setComment] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const give = async (chosen: number, words: string, next: Stage) => {
    setScore(chosen);
    setFailure(null);
    try {
      const body = { score: chosen, comment: words || null };
      await call(`/api/dashboards/${encodeURIComponent(dashboard)}/feedback`, { method: "POST", body });
      setStage(next);
    } catch (error) {
      setFailure(error instanceof ApiError ? error.message : "Your answer could not be sent. Try again.");
    }
  };
  if (stage === "done") {
    return (
      <p className={styles.bar} role="status">
        <Icon name="check" /> Thank you. Your answer is kept without your name.
      </p>
    );
  }
  return (
    <section className={styles.bar} aria-label="Feedback">
      <fieldset className={styles.scores}>
        <legend>How satisfied are you with this dashboard?</legend>
        {MEANINGS.map((meaning, index) => (
          <button
            key={meaning}
            type="button"
            aria-label={`${index + 1}, ${meaning}`}
            aria-pressed={score === index + 1}
            title={meaning}
            onClick={() => void give(index + 1, comment, "words")}
          >
            {index + 1}
          </button>
        ))}
      </fieldset>
      {stage === "words" && score !== null ? (
        <form
          className={styles.words}
          onSubmit={(event) => {
            event.preventDefault();
            void give(score, comment.trim(), "done");
          }}
        >
          <input
            aria-label="What should change?"
            placeholder="What should change? (optional)"
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
          <Button size="sm" type="submit">
            {comment.trim() ? "Send" : "Done"}
          </Button>
        </form>
      ) : null}
      {failure ? (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      ) : null}
    </section>
  );
}
