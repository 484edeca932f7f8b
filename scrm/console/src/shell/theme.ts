import { createTheme, type MantineThemeOverride } from '@mantine/core';
import { shades } from './colour.ts';

export function themeFor(accent: string): MantineThemeOverride {
  return createTheme({
    primaryColor: 'accent',
    primaryShade: { light: 6, dark: 6 },
    colors: {
      accent: shades(accent),
      dark: [
        '#e6e7ea',
        '#c3c5cb',
        '#9a9da6',
        '#6d707a',
        '#43464e',
        '#34363d',
        '#26282d',
        '#1b1c20',
        '#151619',
        '#0f1012',
      ],
    },
    fontFamily: 'var(--font)',
    fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
    fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
    lineHeights: { md: '1.5' },
    defaultRadius: 6,
    respectReducedMotion: true,
    cursorType: 'pointer',
    components: {
      Button: { defaultProps: { size: 'sm' } },
      ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 30 } },
      Tooltip: { defaultProps: { openDelay: 350, transitionProps: { duration: 80 } } },
      // Layers belong to a landmark of the page, and a menu holds nothing but its items.
      Portal: { defaultProps: { target: '#layers' } },
      Menu: {
        defaultProps: {
          shadow: 'md',
          transitionProps: { duration: 80 },
          width: 220,
          withInitialFocusPlaceholder: false,
        },
      },
      Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
      Modal: {
        defaultProps: {
          transitionProps: { duration: 100 },
          radius: 10,
          shadow: 'xl',
          overlayProps: { backgroundOpacity: 0.32 },
        },
      },
      SegmentedControl: { defaultProps: { withItemsBorders: false } },
      Select: { defaultProps: { allowDeselect: false, checkIconPosition: 'right' } },
    },
  });
}
