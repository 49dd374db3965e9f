/** PageBoundary: when a whole page breaks, say so and offer the way back. */
import { Component, type ReactNode } from "react";
import { Button } from "@/ui/Button";
import { Empty } from "@/ui/Notice";
import styles from "./Message.module.css";

export class PageBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className={styles.page}>
        <Empty
          icon="alert"
          title="This page stopped working"
          actions={
            <>
              <Button variant="primary" onPress={() => window.location.reload()}>
                Load it again
              </Button>
              <Button onPress={() => window.location.assign("/")}>Go to the dashboards</Button>
            </>
          }
        >
          Nothing was lost: what you saved is on the server. If it happens again, tell an admin which page it
          was.
        </Empty>
      </div>
    );
  }
}
