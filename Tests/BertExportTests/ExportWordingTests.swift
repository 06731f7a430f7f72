import BertData
import BertExport
import BertInference
import BertStorage
import Testing

/// What users of the library are told of errors on the way to stored vectors, and what is printed on the command line.
struct ExportWordingTests {
  static let errors: [(error: ExportError, plain: String, commandLine: String)] = [
    (
      .columnReserved(name: "id"),
      "carry id: the outputs have a column of that name themselves; give the option id-column (id)",
      "--carry id: the outputs have a column of that name themselves; give --id-column id"
    ),
    (
      .bitsIncomplete(dimensions: 12),
      "quantize binary: the vectors have 12 dimensions, and eight of them make a byte; cut them with the option dimensions",
      "--quantize binary: the vectors have 12 dimensions, and eight of them make a byte; cut them with --dimensions"
    ),
    (
      .unfinished(.inference(.pairUnexpected(line: 7)), rows: 5, place: "v.partial"),
      """
      line 7: the model was trained on single texts, and this is a pair; leave out the option text-pair-column
      5 rows are kept in v.partial; resume to continue from there
      """,
      """
      line 7: the model was trained on single texts, and this is a pair; leave out --text-pair-column
      5 rows are kept in v.partial; the same command with --resume continues from there
      """
    ),
    (
      .unfinished(.interrupted, rows: 1, place: "v.partial"),
      "interrupted; 1 row is kept in v.partial; resume to continue from there",
      "interrupted; 1 row is kept in v.partial; the same command with --resume continues from there"
    ),
    (
      .data(.fileMissing(file: "--x.csv")), "--x.csv: there is no such file; check the path",
      "--x.csv: there is no such file; check the path"
    ),
    (
      .outputBusy(path: "v.npy"), "v.npy: another run is writing it; wait for its end, or choose another place",
      "v.npy: another run is writing it; wait for its end, or choose another --out"
    ),
  ]

  @Test(arguments: errors.indices)
  func errorsAreToldInTwoWordings(_ index: Int) {
    let (error, plain, commandLine) = Self.errors[index]
    #expect(error.message == plain)
    #expect(error.wording.commandLine == commandLine)
  }
}
