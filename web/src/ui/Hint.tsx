/** Hint: a small button that opens a few words and choices. */
import type { ReactNode } from "react";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { IconButton } from "./Button";
import styles from "./Hint.module.css";
import type { IconName } from "./Icon";

export interface HintProps {
  label: string;
  icon: IconName;
  open: boolean;
  onOpen: (open: boolean) => void;
  children: ReactNode;
}

export function Hint({ label, icon, open, onOpen, children }: HintProps) {
  return (
    <DialogTrigger isOpen={open} onOpenChange={onOpen}>
      <IconButton icon={icon} size="sm" label={label} />
      <Popover className={styles.popover ?? ""} placement="bottom end" offset={4}>
        <Dialog aria-label={label} className={styles.dialog ?? ""}>
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
