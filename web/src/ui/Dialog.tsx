/** Dialog and Drawer: modal surfaces that keep the focus and give it back. */
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { IconButton } from "./Button";
import styles from "./Dialog.module.css";

export interface DialogProps {
  title: string;
  /** Under the title. */
  subtitle?: ReactNode;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Right of the title. */
  tools?: ReactNode;
  footer?: ReactNode;
  width?: number;
  /** A click beside it does not close it: for what is shown only once. */
  keep?: boolean;
}

function Surface({ kind, width, ...props }: DialogProps & { kind: "dialog" | "drawer" }) {
  return (
    <ModalOverlay
      isOpen={props.open}
      onOpenChange={(open) => (open ? null : props.onClose())}
      isDismissable={!props.keep}
      className={`${styles.overlay} ${styles[`${kind}Overlay`]}`}
    >
      <Modal className={styles[kind] ?? ""} style={{ maxWidth: width }}>
        <AriaDialog className={styles.body ?? ""}>
          <header className={styles.header}>
            <div className={styles.titles}>
              <Heading slot="title" className={styles.title ?? ""}>
                {props.title}
              </Heading>
              {props.subtitle ? <div className={styles.subtitle}>{props.subtitle}</div> : null}
            </div>
            {props.tools}
            <IconButton icon="close" label="Close" onPress={props.onClose} />
          </header>
          <div className={styles.content}>{props.children}</div>
          {props.footer ? <footer className={styles.footer}>{props.footer}</footer> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** In the middle, for a question or a detail. */
export function Dialog({ width = 560, ...props }: DialogProps) {
  return <Surface {...props} width={width} kind="dialog" />;
}

/** From the right, for looking something up beside the page. */
export function Drawer({ width = 640, ...props }: DialogProps) {
  return <Surface {...props} width={width} kind="drawer" />;
}
