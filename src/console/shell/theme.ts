// Colours, type and the nonce under which the page may add styles; knows no component of ours.

import { Anchor, createTheme, Notification, type MantineColorsTuple } from '@mantine/core';

/** Dark enough that white text on it meets WCAG AA at every shade that buttons use. */
const BLUE: MantineColorsTuple = [
  '#eaf4fc',
  '#d5e6f5',
  '#a8cbec',
  '#78aee3',
  '#5196db',
  '#3a87d7',
  '#2c7fd5',
  '#1c5d99',
  '#164f84',
  '#0c416f',
];

export const theme = createTheme({
  colors: { blue: BLUE },
  primaryColor: 'blue',
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 'sm',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  autoContrast: true,
  respectReducedMotion: true,
  components: {
    // Colour alone does not tell a link from the text around it.
    Anchor: Anchor.extend({ defaultProps: { underline: 'always' } }),
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close this message' } },
    }),
  },
});

/** The server writes a fresh one into each page it gives out. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}
