/** What is wrong with a record or a receipt. */

/** The first thing that was found wrong. */
export class Fault extends Error {
  /**
   * @param {string} kind What a check was about: `format`, `signature`, `leaves`, `manifest`,
   *   `ballots`, `result` or `lots` of a record, as docs/record-format.md orders them.
   * @param {string} code Names the text that says what is wrong.
   * @param {Object} fields What is filled in there.
   */
  constructor(kind, code, fields = {}) {
    super(`${kind}: ${code}`);
    this.kind = kind;
    this.code = code;
    this.fields = fields;
  }
}
