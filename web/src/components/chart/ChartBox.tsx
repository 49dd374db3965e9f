/** The size a chart has: the one it is given, or else the one it is measured to have. */
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import styles from "./chart.module.css";

interface Size {
  width: number;
  height: number;
}

interface Props extends Size {
  children: (size: Size) => ReactNode;
}

function useMeasured(needed: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!needed || !element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [needed]);
  return { box, size };
}

export function ChartBox({ width, height, children }: Props) {
  const given = width > 0 && height > 0;
  const { box, size } = useMeasured(!given);
  const use = given ? { width, height } : size;
  return (
    <div ref={box} className={styles.measure}>
      {use.width > 0 && use.height > 0
        ? children({ width: Math.floor(use.width), height: Math.floor(use.height) })
        : null}
    </div>
  );
}
