/** Draws a chat panel: what may be asked about which connections, and what is missing before it can answer. */
import type { ChatPanel } from "@/spec/types";
import { Icon } from "@/ui/Icon";
import type { ComponentViewProps } from "../contract";
import { isReady, Missing } from "../panel/Missing";
import styles from "./chat.module.css";

export default function ChatPanelView({ component }: ComponentViewProps<ChatPanel>) {
  const { connections = [], suggestions = [], availability } = component;
  const ready = isReady(availability);
  return (
    <div className={styles.chat}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.talk} aria-label="What this chat is about" tabIndex={0}>
        {connections.length > 0 ? (
          <p className={styles.about}>
            About
            {connections.map((name) => (
              <span key={name} className={styles.connection}>
                <Icon name="database" size={12} />
                {name}
              </span>
            ))}
          </p>
        ) : null}
        {suggestions.length > 0 ? (
          <>
            <h4 className={styles.heading}>Questions it is meant to answer</h4>
            <ul className={styles.questions}>
              {suggestions.map((question) => (
                <li key={question}>
                  <Icon name="chat" size={14} />
                  {question}
                </li>
              ))}
            </ul>
          </>
        ) : null}
        <p className={styles.now}>
          Numbers can be asked for today: say what you want to see in the bar of this dashboard, and it
          becomes a component.
        </p>
      </section>
      <Missing
        title={ready ? "The chat service has not started." : "Chat is not connected yet."}
        availability={availability}
      />
      <input className={styles.input} disabled aria-label="Question" placeholder="Not connected yet" />
    </div>
  );
}
