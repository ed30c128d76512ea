/** The colours of a user interface, as `#RRGGBB`. */
export interface ThemeColours {
  /** The background. */
  readonly main: string;
  /** Margins and borders. */
  readonly margin: string;
}

type Channels = readonly [number, number, number];

const BLACK: Channels = [0x1f, 0x1f, 0x1f];
const WHITE: Channels = [0xf5, 0xf5, 0xf5];

/** The style sheet of a theme, in Qt's dialect of CSS; text and highlights are made to stand out from the background. */
export function createStyleSheet({ main, margin }: ThemeColours): string {
  const background = channels(main);
  const text = luminance(background) > 0.4 ? BLACK : WHITE;
  const field = hex(mix(background, text === BLACK ? [255, 255, 255] : [0, 0, 0], 0.5));
  const hover = hex(mix(channels(margin), background, 0.5));
  const faded = hex(mix(background, text, 0.45));
  const border = `1px solid ${margin}`;
  return [
    rule('QWidget', { 'background-color': main, color: hex(text) }),
    rule('QWidget:disabled', { color: faded }),
    rule('QMainWindow::separator', { 'background-color': margin, width: '4px', height: '4px' }),
    rule('QLineEdit, QTextEdit, QPlainTextEdit, QAbstractItemView', { 'background-color': field, border }),
    rule('QPushButton, QToolButton', { 'background-color': main, border, padding: '3px 8px' }),
    rule('QPushButton:hover, QToolButton:hover', { 'background-color': hover }),
    rule('QPushButton:pressed, QToolButton:pressed', { 'background-color': margin }),
    rule('QHeaderView::section, QDockWidget::title, QMenuBar, QStatusBar', { 'background-color': margin }),
    rule('QTabBar::tab', { 'background-color': margin, padding: '4px 10px' }),
    rule('QTabBar::tab:selected', { 'background-color': main }),
    rule('QMenu::item:selected', { 'background-color': hover }),
  ].join('\n');
}

function rule(selector: string, properties: Readonly<Record<string, string>>): string {
  const lines = Object.entries(properties).map(([name, value]) => `${name}: ${value};`);
  return `${selector}{${lines.join(' ')}}`;
}

function channels(colour: string): Channels {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return [red ?? 0, green ?? 0, blue ?? 0];
}

function hex(colour: Channels): string {
  return `#${colour
    .map((channel) => Math.round(channel).toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()}`;
}

function mix([r1, g1, b1]: Channels, [r2, g2, b2]: Channels, share: number): Channels {
  const between = (a: number, b: number): number => a + (b - a) * share;
  return [between(r1, r2), between(g1, g2), between(b1, b2)];
}

/** Relative luminance (WCAG 2.1), from 0 for black to 1 for white. */
function luminance(colour: Channels): number {
  const [red, green, blue] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
