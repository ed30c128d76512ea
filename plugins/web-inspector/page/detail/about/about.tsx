import type { JSX } from 'preact';
import type { ViewProps } from '../value-view.tsx';
import { factsOf } from './facts.ts';
import { InfoEditor } from './info-editor.tsx';

/** All metadata of a variable; its free keys can be edited. */
export function About({ name, metadata }: ViewProps): JSX.Element {
  return (
    <div class="scrolled">
      <table class="facts" aria-label={`Metadata of ${name}`}>
        <tbody>
          {factsOf(metadata).map(([label, text]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <InfoEditor name={name} metadata={metadata} />
    </div>
  );
}
