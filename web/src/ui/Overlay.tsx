/** Overlay: a bare modal near the top of the page, for the command palette. */
import type { ReactNode } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import styles from "./Dialog.module.css";

export function Overlay({
  label,
  onClose,
  children,
}: {
  label: string;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => (open ? null : onClose())}
      className={`${styles.overlay} ${styles.dialogOverlay}`}
    >
      <Modal className={styles.dialog ?? ""} style={{ maxWidth: 600 }}>
        <Dialog aria-label={label} className={styles.body ?? ""}>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
