import { codeOf, HeadframeError, messageOf, type PublicInterface } from 'headframe';
import { encodeLayouts, encodePlaceMeta, FLAG, fitsPlace, type Layout } from 'headframe/codec';
import type { Method, Interface as Workspace } from 'headframe/workspace';
import { type Answer, metaAnswer } from './answer.ts';
import type { Places } from './places.ts';

/** What a get with flag bit 3 is told beside the layout: docs/reference/data-plane.md. */
export class PlacesReads {
  readonly #places: Places;
  readonly #placeOf: Workspace['placeOf'];
  readonly #slotOf: Workspace['slotOf'];

  constructor(workspace: PublicInterface<Workspace>, places: Places) {
    this.#places = places;
    // Taken from the facade once: its methods find the workspace at each call.
    this.#placeOf = workspace.placeOf;
    this.#slotOf = workspace.slotOf;
  }

  /** The flag that asks for places, where this session may ask. */
  get flag(): number {
    return this.#places.isGranted ? FLAG.place : 0;
  }

  /** The answer that names a variable's file; nothing when the value is none, or in another method. Throws `BLOB_REFUSED`. */
  answer(name: string, wanted: Method | undefined): Answer | undefined {
    const found = this.#find(name);
    if (!found || (wanted ?? found.method) !== found.method) return undefined;
    const { blob: id, method, revision, document, buffers } = found;
    const layout: Layout = {
      revision,
      method,
      document: document.length,
      buffers: buffers.map(({ length }) => length),
    };
    if (!fitsPlace(layout, id)) return undefined;
    const place = { id, document: document.offset, buffers: buffers.map(({ offset }) => offset) };
    return metaAnswer(encodePlaceMeta({ layout, slot: this.#slotOf(name), place }), FLAG.place);
  }

  /** The meta of an answer whose value stands in the payload, if anywhere. */
  meta(name: string, layout: Layout, isAsked: boolean): Buffer {
    if (!isAsked) return encodeLayouts([layout]);
    return encodePlaceMeta({ layout, slot: this.#slotOf(name), place: undefined });
  }

  #find(name: string): ReturnType<Workspace['placeOf']> {
    try {
      return this.#placeOf(name);
    } catch (error) {
      if (codeOf(error) !== 'STORAGE_DAMAGED') throw error;
      const message = `${name} has no place to be given: ${messageOf(error)}`;
      throw new HeadframeError('BLOB_REFUSED', message, { cause: error, data: { name } });
    }
  }
}
