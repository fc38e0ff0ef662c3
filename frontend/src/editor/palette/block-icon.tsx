/** The icon of a kind of block, by the name that its spec gives; a plain box for names that are not known here. */
import {
  AudioWaveform, BookType, Box, Brain, Combine, Droplets, GitMerge, Grid3x3, Layers, ListOrdered, MoveDiagonal, Network, Plus, Ruler, ScanEye, Shuffle, Sigma, Split, Target, Waves, X, Zap,
  type LucideIcon,
} from "lucide-react";

const ICONS: Record<string, LucideIcon> = {
  "audio-waveform": AudioWaveform, "book-type": BookType, box: Box, brain: Brain, combine: Combine, droplets: Droplets, "git-merge": GitMerge, "grid-3x3": Grid3x3, layers: Layers,
  "list-ordered": ListOrdered, "move-diagonal": MoveDiagonal, network: Network, plus: Plus, ruler: Ruler, "scan-eye": ScanEye, shuffle: Shuffle, sigma: Sigma, split: Split, target: Target,
  waves: Waves, x: X, zap: Zap,
};

export function BlockIcon({ name, size = 16 }: { name: string; size?: number }) {
  const Icon = Object.hasOwn(ICONS, name) ? ICONS[name]! : Box;
  return <Icon size={size} strokeWidth={2} aria-hidden />;
}

/** The icon on a tile of the block's colour. */
export function BlockTile({ icon, colour }: { icon: string; colour: string }) {
  return <span className="ed-tile" style={{ "--tile": colour } as React.CSSProperties}><BlockIcon name={icon} /></span>;
}
