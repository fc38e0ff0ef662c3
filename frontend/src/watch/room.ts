/** The width that a drawing has, in pixels: 0 until it is known. */
import { useEffect, useRef, useState, type RefObject } from "react";

export function useRoom(): [RefObject<HTMLDivElement | null>, number] {
  const [room, setRoom] = useState(0), box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setRoom(entry!.contentRect.width));
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, []);
  return [box, room];
}
