/**
 * What a page needs to read values exactly and to make such values: the classes for what JavaScript has no
 * type for, typed JSON, and files of tables and arrays. All of it is of `headframe/codec`.
 */
export { CodecError } from '../../codec/errors.ts';
export { formatCsv, frameOf, parseCsv, readNpy, tableRows, writeNpy } from '../../codec/files/index.ts';
export { decodeTypedJson } from '../../codec/json/decode.ts';
export { encodeTypedJson } from '../../codec/json/encode.ts';
export { previewOf } from '../../codec/pickle/describe-preview.ts';
export * from '../../codec/pickle/values.ts';
export * from '../../codec/pickle/values-collections.ts';
export * from '../../codec/pickle/values-datetime.ts';
export * from '../../codec/pickle/values-dtype.ts';
export * from '../../codec/pickle/values-number.ts';
export * from '../../codec/pickle/values-numpy.ts';
export * from '../../codec/pickle/values-pandas.ts';
