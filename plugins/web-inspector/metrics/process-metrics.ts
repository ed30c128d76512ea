import type { EventLoopDelays } from 'headframe/framed';
import type { MetricFamily } from './open-metrics.ts';

const MS_PER_SECOND = 1000;
const US_PER_SECOND = 1e6;

/** What the host's process takes. */
export function processMetrics(delays: EventLoopDelays): MetricFamily[] {
  const { user, system } = process.cpuUsage();
  return [
    {
      type: 'gauge',
      name: 'headframe_event_loop_delay_seconds',
      help: 'How long the event loop stood still since the start.',
      samples: Object.entries({ '0.5': delays.p50, '0.99': delays.p99, '1': delays.max }).map(
        ([quantile, ms]) => ({
          labels: { quantile },
          value: ms / MS_PER_SECOND,
        }),
      ),
    },
    {
      type: 'counter',
      name: 'process_cpu_seconds',
      help: 'Processor time.',
      samples: [{ value: (user + system) / US_PER_SECOND }],
    },
    {
      type: 'gauge',
      name: 'process_resident_memory_bytes',
      help: 'Memory that is not swapped out.',
      samples: [{ value: process.memoryUsage.rss() }],
    },
  ];
}
