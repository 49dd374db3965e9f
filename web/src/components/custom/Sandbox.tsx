/** The frame around a custom component: no origin, no network, one message port; says when the component fails. */
import { useEffect, useRef, useState } from "react";
import { addressOf } from "@/api/client";
import { type FromFrame, fromFrame, START, type ToFrame } from "@/sandbox/words";
import { Button } from "@/ui/Button";
import { Empty } from "@/ui/Notice";
import { Skeleton } from "@/ui/Skeleton";
import styles from "./custom.module.css";

const PATIENCE_MS = 15_000;

interface SandboxProps extends ToFrame {
  title: string;
}

type State = { name: "starting" | "drawn" } | { name: "failed"; message: string };

export function Sandbox({ title, ...told }: SandboxProps) {
  const [state, setState] = useState<State>({ name: "starting" });
  const [run, setRun] = useState(0);
  const again = () => {
    setState({ name: "starting" });
    setRun((before) => before + 1);
  };
  if (state.name === "failed") {
    const retry = (
      <Button size="sm" onPress={again}>
        Start it again
      </Button>
    );
    return (
      <Empty compact icon="alert" title={`“${title}” stopped`} actions={retry}>
        {state.message}
      </Empty>
    );
  }
  return (
    <div className={styles.box} aria-busy={state.name === "starting"}>
      {state.name === "starting" ? (
        <div className={styles.waiting}>
          <Skeleton />
        </div>
      ) : null}
      <Frame key={run} title={title} told={told} onState={setState} />
    </div>
  );
}

interface FrameProps {
  title: string;
  told: ToFrame;
  onState: (state: State) => void;
}

function Frame({ title, told, onState }: FrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [port, setPort] = useState<MessagePort>();

  /** The frame loads once; when it loads again the component has led it away, and gets nothing more. */
  const loaded = () => {
    if (port) {
      onState({ name: "failed", message: "It left its page, where it has no business." });
      return;
    }
    const channel = new MessageChannel();
    frame.current?.contentWindow?.postMessage(START, "*", [channel.port2]);
    setPort(channel.port1);
  };

  useEffect(() => {
    if (!port) return;
    const stop = () => onState({ name: "failed", message: "It did not draw anything in time." });
    const late = setTimeout(stop, PATIENCE_MS);
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message: FromFrame | undefined = fromFrame(data);
      if (!message) return;
      clearTimeout(late);
      onState(message.type === "drawn" ? { name: "drawn" } : { name: "failed", message: message.message });
    };
    return () => {
      clearTimeout(late);
      port.close();
    };
  }, [port, onState]);

  const { code, datasets, style } = told;
  useEffect(() => {
    port?.postMessage({ code, datasets, style } satisfies ToFrame);
  }, [port, code, datasets, style]);

  return (
    <iframe
      ref={frame}
      className={styles.frame}
      title={title}
      src={addressOf("/frame/custom")}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      allow=""
      style={{ colorScheme: style["color-scheme"] }}
      onLoad={loaded}
    />
  );
}
