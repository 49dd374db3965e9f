/** Reading: how a sentence was read: what was assumed and what was not understood, with alternatives to press. */
import type { NotUnderstood } from "@/api/types";
import { Button } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import styles from "./Reading.module.css";

export interface ReadingProps {
  understood?: string[];
  assumptions: string[];
  notUnderstood: NotUnderstood[];
  onAsk: (sentence: string) => void;
}

export function Reading({ understood = [], assumptions, notUnderstood, onAsk }: ReadingProps) {
  if (understood.length + assumptions.length + notUnderstood.length === 0) return null;
  return (
    <div className={styles.reading}>
      {understood.length > 0 ? <List title="Understood" icon="check" items={understood} /> : null}
      {assumptions.length > 0 ? <List title="Assumed" icon="info" items={assumptions} /> : null}
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

function List({ title, icon, items }: { title: string; icon: "check" | "info"; items: string[] }) {
  return (
    <section className={styles.part}>
      <h4>
        <Icon name={icon} size={14} /> {title}
      </h4>
      <ul className={styles.list}>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  );
}
