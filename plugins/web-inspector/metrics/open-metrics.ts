/** One measured value, by what tells it from others of its family. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What is measured, in the units that its name says. */
export interface MetricFamily {
  /** `counter` only ever grows, until the start of the next process. */
  readonly type: 'counter' | 'gauge' | 'info';
  /** In snake case, without the suffix of its type. */
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** The media type of what {@link formatMetrics} writes. */
export const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

const SUFFIX: Readonly<Record<MetricFamily['type'], string>> = {
  counter: '_total',
  gauge: '',
  info: '_info',
};

/** The text format of OpenMetrics 1.0. */
export function formatMetrics(families: readonly MetricFamily[]): string {
  return `${families.flatMap(formatFamily).join('\n')}\n# EOF\n`;
}

function formatFamily({ type, name, help, samples }: MetricFamily): string[] {
  return [
    `# TYPE ${name} ${type}`,
    `# HELP ${name} ${escapeText(help)}`,
    ...samples.map(({ labels = {}, value }) => `${name}${SUFFIX[type]}${formatLabels(labels)} ${value}`),
  ];
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeText(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
