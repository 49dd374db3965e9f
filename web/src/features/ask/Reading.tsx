/** Reading: how a sentence was read: what was assumed and what was not understood, with alternatives to press. */
import type { MadeBy, NotUnderstood } from "@/api/types";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import styles from "./Reading.module.css";

export interface ReadingProps {
  madeBy: MadeBy | null;
  assumptions: string[];
  notUnderstood: NotUnderstood[];
  onAsk: (sentence: string) => void;
}

/** Who read the sentence, in words. */
export function pathOf({ model, repairs }: MadeBy): string {
  if (!model) return "Read by rules, without a model.";
  const mended = repairs > 0 ? `, corrected ${repairs === 1 ? "once" : "twice"}` : "";
  return `Read by ${model}${mended}; every query was checked and run here.`;
}

/** Whether there is more to say than that the rules read it. */
export function worthReading({ madeBy, assumptions, notUnderstood }: Omit<ReadingProps, "onAsk">): boolean {
  return Boolean(madeBy?.model) || assumptions.length + notUnderstood.length > 0;
}

export function Reading({ madeBy, assumptions, notUnderstood, onAsk }: ReadingProps) {
  if (!worthReading({ madeBy, assumptions, notUnderstood })) return null;
  return (
    <div className={styles.reading}>
      {madeBy ? <p className={styles.path}>{pathOf(madeBy)}</p> : null}
      {assumptions.length > 0 ? <Assumed items={assumptions} /> : null}
      {notUnderstood.length > 0 ? (
        <section className={styles.part}>
          <h4>
            <Icon name="help" size={14} /> Not understood
          </h4>
          <ul className={styles.questions}>
            {notUnderstood.map((item) => (
              <li key={item.words + item.reason}>
                <p>
                  <q>{item.words}</q> {item.reason}
                </p>
                {item.alternatives.length > 0 ? (
                  <div className={styles.alternatives}>
                    {item.alternatives.map((sentence) => (
                      <Button key={sentence} size="sm" onPress={() => onAsk(sentence)}>
                        {sentence}
                      </Button>
                    ))}
                  </div>
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function Assumed({ items }: { items: string[] }) {
  return (
    <section className={styles.part}>
      <h4>
        <Icon name="info" size={14} /> Assumed
      </h4>
      <ul className={styles.list}>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  );
}
