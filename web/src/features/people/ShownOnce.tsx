/** ShownOnce: a secret that no later page has, with a button that copies it. */
import { useRef, useState } from "react";
import { Button } from "@/ui/Button";
import { toast } from "@/ui/toast";
import styles from "./People.module.css";

/** `label` names the text for screen readers; outside of HTTPS a browser may refuse to copy, then it is selected. */
export function ShownOnce({ label, text }: { label: string; text: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      toast(`${label} copied`, { tone: "good" });
    } catch {
      field.current?.select();
      toast("The browser does not let Sophia copy. The text is selected: press Ctrl+C or ⌘C.");
    }
  };
  return (
    <div className={styles.once}>
      <input
        ref={field}
        aria-label={label}
        value={text}
        readOnly
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button variant="primary" icon={copied ? "check" : "copy"} onPress={() => void copy()}>
        {copied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
