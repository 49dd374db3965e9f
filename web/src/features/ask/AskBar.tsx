/** AskBar: one line to say what you want; Enter sends it, "/" brings you here. */
import { type ReactNode, type Ref, useState } from "react";
import { Icon } from "@/ui/Icon";
import { Spinner } from "@/ui/Skeleton";
import styles from "./AskBar.module.css";

export interface AskBarProps {
  label: string;
  placeholder: string;
  busy?: boolean;
  large?: boolean;
  onAsk: (sentence: string) => void;
  onCancel?: () => void;
  inputRef?: Ref<HTMLTextAreaElement>;
  children?: ReactNode;
}

const LONGEST = 4000;

export function AskBar({
  label,
  placeholder,
  busy = false,
  large = false,
  onAsk,
  onCancel,
  inputRef,
  children,
}: AskBarProps) {
  const [text, setText] = useState("");
  const send = () => {
    const sentence = text.trim();
    if (!sentence || busy) return;
    onAsk(sentence);
    setText("");
  };
  return (
    <form
      className={`${styles.bar} ${large ? styles.large : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <span className={styles.icon}>
        {busy ? <Spinner /> : <Icon name="sparkle" size={large ? 20 : 16} />}
      </span>
      <textarea
        ref={inputRef}
        data-ask
        aria-label={label}
        className={styles.input}
        placeholder={placeholder}
        rows={1}
        maxLength={LONGEST}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            send();
          } else if (event.key === "Escape" && onCancel) {
            onCancel();
          }
        }}
      />
      {children}
      <button type="submit" className={styles.send} disabled={!text.trim() || busy} aria-label="Ask">
        <Icon name="arrowUp" />
      </button>
    </form>
  );
}
