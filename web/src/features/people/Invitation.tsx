/** Invitation: the link with which somebody chooses a password, to be sent by whoever made it. */
import type { OneTime } from "@/api/types";
import { formatDateTime } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import styles from "./People.module.css";
import { ShownOnce } from "./ShownOnce";
import { passwordLink } from "./words";

export function Invitation({ name, once, onClose }: { name: string; once: OneTime; onClose: () => void }) {
  return (
    <Dialog open keep title={`Send ${name} this link`} width={520} onClose={onClose}>
      <div className={styles.form}>
        <p className={styles.words}>
          It lets them choose a password once, until {formatDateTime(once.until)}. It is shown only now;
          Sophia sends no mail.
        </p>
        <ShownOnce label="Link" text={passwordLink(once.secret, window.location.origin)} />
        <div className={styles.actions}>
          <Button onPress={onClose}>Done</Button>
        </div>
      </div>
    </Dialog>
  );
}
