/** Draws a button that runs one action. */
import type { Action, Button as ButtonComponent } from "@/spec/types";
import { Button } from "@/ui/Button";
import type { IconName } from "@/ui/Icon";
import type { ComponentViewProps } from "../contract";
import styles from "./button.module.css";

const ICONS: Record<Action["kind"], IconName> = {
  set_param: "filter",
  drill: "rows",
  open_page: "arrowRight",
  open_link: "link",
  refresh: "refresh",
  export: "download",
};
const WORDS: Record<Action["kind"], string> = {
  set_param: "Apply",
  drill: "Show rows",
  open_page: "Open",
  open_link: "Open",
  refresh: "Refresh",
  export: "Export",
};

export default function ButtonView({ component, onAction }: ComponentViewProps<ButtonComponent>) {
  const { action } = component;
  return (
    <div className={styles.place}>
      <Button icon={ICONS[action.kind]} onPress={() => onAction(action)}>
        {component.title || WORDS[action.kind]}
      </Button>
    </div>
  );
}
