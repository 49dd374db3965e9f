/** HelpDialog: the keys, and what to ask. */
import { Dialog } from "@/ui/Dialog";
import { CheckField } from "@/ui/Field";
import styles from "./HelpDialog.module.css";
import { setLetterKeys, useLetterKeys } from "./useKeys";

const KEYS: readonly [string[], string][] = [
  [["⌘/Ctrl", "K"], "Go anywhere or ask"],
  [["/"], "Say what you want"],
  [["?"], "This help"],
  [["g", "d"], "Dashboards"],
  [["g", "c"], "Connections"],
  [["g", "s"], "Settings"],
  [["Esc"], "Close what is open"],
  [["←", "→"], "Move between the marks of a chart; Enter shows the rows behind one"],
];

export default function HelpDialog({ onClose }: { onClose: () => void }) {
  const letters = useLetterKeys();
  return (
    <Dialog open onClose={onClose} title="Help and shortcuts">
      <div className={styles.help}>
        <dl className={styles.keys}>
          {KEYS.map(([keys, text]) => (
            <div key={text}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <CheckField
          label="Shortcuts of a single letter"
          help="Turn off if they get in the way of speech input."
          checked={letters}
          onChange={(event) => setLetterKeys(event.target.checked)}
        />
        <section>
          <h3>What to say</h3>
          <ul className={styles.sayings}>
            <li>Revenue by month for the last two years, split by region</li>
            <li>Top 10 customers by pipeline, with a filter for the owner</li>
            <li>Compare win rate this quarter with the previous one</li>
          </ul>
          <p>Every number can tell how it was computed: open the menu of its component.</p>
        </section>
      </div>
    </Dialog>
  );
}
