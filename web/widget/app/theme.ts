import { contrast, css, inkOn, mix, opposite, parse, type Rgb, readableOn } from './colour';

/* Surfaces as in style.css, which has the rest of both themes. */
const surfaces: Record<'light' | 'dark', { surface: Rgb; sunken: Rgb }> = {
  light: { surface: [255, 255, 255], sunken: [238, 241, 244] },
  dark: { surface: [20, 25, 31], sunken: [34, 42, 51] },
};

/** What the company's colour becomes: as an area, as text upon the panel, and as a tint. */
export function accentVariables(accent: string, dark: boolean): Record<string, string> {
  const { surface, sunken } = surfaces[dark ? 'dark' : 'light'];
  const colour = parse(accent);
  const tint = mix(surface, colour, dark ? 0.28 : 0.12);
  const ink = readableOn(colour, [surface, sunken, tint]);
  return {
    '--accent': css(colour),
    '--on-accent': css(inkOn(colour)),
    // Away from the ink upon it, which stays as readable as it was.
    '--accent-hover': css(mix(colour, opposite(inkOn(colour)), 0.14)),
    '--accent-ink': css(ink),
    '--accent-tint': css(tint),
    // An area that can hardly be told from the panel gets an edge.
    '--accent-edge': css(contrast(colour, surface) < 3 ? ink : colour),
  };
}
