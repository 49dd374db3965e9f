/** Toasts: the corner where they appear, and the live region that says them. */
import { useSyncExternalStore } from "react";
import { IconButton } from "./Button";
import { Icon } from "./Icon";
import styles from "./Toasts.module.css";
import { currentToasts, dismissToast, subscribeToasts } from "./toast";

export function Toasts() {
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts);
  return (
    <section className={styles.region} aria-label="Notifications">
      <div role="status" aria-live="polite" className={styles.list}>
        {toasts.map((item) => (
          <div key={item.id} className={`${styles.toast} ${styles[item.tone]}`}>
            <Icon name={item.tone === "bad" ? "alert" : item.tone === "good" ? "check" : "info"} />
            <span className={styles.text}>{item.text}</span>
            {item.action ? (
              <button
                type="button"
                className={styles.action}
                onClick={() => {
                  item.action?.run();
                  dismissToast(item.id);
                }}
              >
                {item.action.label}
              </button>
            ) : null}
            <IconButton icon="close" size="sm" label="Dismiss" onPress={() => dismissToast(item.id)} />
          </div>
        ))}
      </div>
    </section>
  );
}
