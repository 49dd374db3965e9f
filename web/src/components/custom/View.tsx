/** Holds the place of a custom component until its sandbox exists. */
import type { Custom } from "@/spec/types";
import { Empty } from "@/ui/Notice";
import type { ComponentViewProps } from "../contract";

export default function CustomView({ component, height }: ComponentViewProps<Custom>) {
  const missing = component.availability?.missing || "The sandbox for custom components.";
  return (
    <Empty
      compact={height > 0 && height < 200}
      icon="gear"
      title={component.name ? `“${component.name}” cannot run yet` : "Custom components cannot run yet"}
    >
      {`Missing: ${missing} The component keeps its place and its data bindings.`}
    </Empty>
  );
}
