import ArgumentParser
import BertFT

/// Whether batches of rows are answered as they arrive.
struct StreamFlags: ParsableArguments {
  @Option(
    name: .customLong("stream"),
    help: ArgumentHelp(
      "Answer each batch of standard input at once, with as many rows: JSON lines up to an empty one, or a record batch of Arrow's streaming format.",
      valueName: "jsonl|arrow"))
  var form: StreamForm?

  @Option(
    name: .long,
    help: ArgumentHelp("Refuse larger batches of a stream, as 64MB. (default: 256MiB)", valueName: "size"))
  var maxBatchBytes: ByteCount?

  /// The largest batch, in bytes.
  var limit: Int { maxBatchBytes?.bytes ?? 256 << 20 }

  /// Refuses options that do not go with a stream.
  ///
  /// - Parameters:
  ///   - data: The data argument; nil where there is none.
  ///   - columns: The options for columns.
  ///   - unfit: Flags of the command that do not apply to a stream.
  /// - Throws: `ValidationError`.
  func check(data: String?, columns: ColumnOptions, unfit: [(flag: String, isGiven: Bool)]) throws {
    guard form != nil else {
      if maxBatchBytes != nil { throw ValidationError("--max-batch-bytes is for --stream") }
      return
    }
    guard data == "-" else { throw ValidationError("--stream answers standard input: give - as the data") }
    let given =
      unfit + [
        ("--input-format", columns.inputFormat != nil), ("--delimiter", columns.delimiter != nil),
        ("--no-header", columns.noHeader), ("--encoding", columns.encoding != nil),
      ]
    if let first = given.first(where: \.isGiven) {
      throw ValidationError("\(first.flag) does not apply to a stream; leave it out")
    }
    if columns.givenBadRows == .skip {
      throw ValidationError("--bad-rows skip: a stream answers each row; without it a damaged row's answer is an error")
    }
  }
}
