/** Draws a custom component: fetches its code and runs it, with its data, in the sandboxed frame. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { codeQuery } from "@/api/queries";
import type { Custom } from "@/spec/types";
import { Button } from "@/ui/Button";
import { Empty } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";
import type { ComponentViewProps } from "../contract";
import { datasetsOf, styleOf } from "./message";
import { Sandbox } from "./Sandbox";

export default function CustomView(props: ComponentViewProps<Custom>) {
  const { component, dashboard, height } = props;
  if (component.source && dashboard) {
    return <Running {...props} source={component.source} dashboard={dashboard} />;
  }
  const missing = component.source
    ? "A dashboard: its code is compiled when it is saved in one."
    : component.availability?.missing || "Its source.";
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

type RunningProps = ComponentViewProps<Custom> & { source: string; dashboard: string };

function Running({ component, source, dashboard, results, theme }: RunningProps) {
  const code = useQuery(codeQuery(dashboard, component.id, source));
  const names = component.datasets;
  const datasets = useMemo(() => datasetsOf(names ?? [], results), [names, results]);
  const style = useMemo(() => styleOf(theme), [theme]);
  if (code.data !== undefined) {
    const title = component.title || component.name || "Custom component";
    return <Sandbox key={code.data} title={title} code={code.data} datasets={datasets} style={style} />;
  }
  if (!code.error) return <Skeleton />;
  const again = (
    <Button size="sm" onPress={() => void code.refetch()}>
      Try again
    </Button>
  );
  return (
    <Empty compact icon="alert" title="This component cannot run" actions={again}>
      {code.error.message}
    </Empty>
  );
}
