// What of a part that scrolls is in sight, so that no more than that need be drawn.

import { useLayoutEffect, useState } from "preact/hooks";

export interface View {
  readonly top: number;
  readonly height: number;
  readonly width: number;
}

/** Follows scrolling and changes of size. */
export function useView(scroller: { readonly current: HTMLElement | null }): View {
  const [view, setView] = useState<View>({ top: 0, height: innerHeight, width: Math.min(innerWidth, 700) });
  useLayoutEffect(() => {
    const box = scroller.current!;
    const look = (): void => {
      const seen = { top: box.scrollTop, height: box.clientHeight, width: box.clientWidth };
      setView((known) =>
        known.top === seen.top && known.height === seen.height && known.width === seen.width ? known : seen,
      );
    };
    const observer = new ResizeObserver(look);
    observer.observe(box);
    box.addEventListener("scroll", look, { passive: true });
    look();
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", look);
    };
  }, [scroller]);
  return view;
}
