// Parts of pdfkit that its types do not know: the measures of the fonts that every reader has.
declare module 'pdfkit/standard-fonts/*' {
  const measures: { readonly name: string };
  export default measures;
}
