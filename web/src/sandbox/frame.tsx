/** The runtime inside the sandboxed frame: takes code and data over one message port, draws, tells errors. */
import { Component, type ReactNode, useLayoutEffect } from "react";
import { createRoot } from "react-dom/client";
import { type Datasets, DatasetsProvider } from "./data";
import { componentOf } from "./module";
import { type FromFrame, START, type ToFrame } from "./words";

/** From here on no script can be loaded, not even one with the digest of this very script. */
const lock = document.createElement("meta");
lock.httpEquiv = "Content-Security-Policy";
lock.content = "script-src 'unsafe-eval'";
document.head.append(lock);
lock.remove();

/** No policy that every browser knows stops WebRTC, so its names go; no other window is in reach that has them. */
for (const name of Object.getOwnPropertyNames(window)) {
  if (/^(webkit|moz)?RTC/.test(name)) Reflect.deleteProperty(window, name);
}

const words = (error: unknown) => String((error as Error)?.message ?? error).slice(0, 300);

class Guard extends Component<{ tell: (message: FromFrame) => void; children: ReactNode }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override componentDidCatch(error: unknown) {
    this.props.tell({ type: "failed", message: words(error) });
  }
  override render() {
    return this.state.failed ? null : this.props.children;
  }
}

function Drawn({ tell, children }: { tell: (message: FromFrame) => void; children: ReactNode }) {
  useLayoutEffect(() => tell({ type: "drawn" }));
  return children;
}

function serve(port: MessagePort) {
  const tell = (message: FromFrame) => port.postMessage(message);
  const place = document.createElement("main");
  document.body.append(place);
  const root = createRoot(place, { onCaughtError: () => undefined });
  window.addEventListener("error", (event) => tell({ type: "failed", message: words(event.message) }));
  let View: React.ComponentType | undefined;
  const draw = (datasets: Datasets) => {
    if (!View) return;
    root.render(
      <DatasetsProvider value={datasets}>
        <Guard tell={tell}>
          <Drawn tell={tell}>
            <View />
          </Drawn>
        </Guard>
      </DatasetsProvider>,
    );
  };
  port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    document.documentElement.style.cssText = Object.entries(data.style)
      .map(([name, value]) => `${name}:${value}`)
      .join(";");
    try {
      View ??= componentOf(data.code);
      draw(data.datasets);
    } catch (error) {
      tell({ type: "failed", message: words(error) });
    }
  };
}

/** Only the page that holds the frame may start it, and only once. */
function started(event: MessageEvent) {
  const [port] = event.ports;
  if (event.source !== window.parent || event.data !== START || !port) return;
  window.removeEventListener("message", started);
  serve(port);
}
window.addEventListener("message", started);
