/** The icon of a kind of block on a tile of its colour: the server's own SVG, a plain box where there is none. */
import { Box } from "lucide-react";

export function BlockTile({ svg, colour }: { svg: string; colour: string }) {
  const style = { "--tile": colour } as React.CSSProperties;
  if (!svg) return <span className="ed-tile" style={style}><Box size={16} strokeWidth={2} aria-hidden /></span>;
  return <span className="ed-tile" style={style} dangerouslySetInnerHTML={{ __html: svg }} />;
}
