import ArgumentParser
import BertFT
import BertStorage
import Foundation

/// `bertft tokenize`: shows the tokens that a model gets for a text.
struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize",
    abstract: "Shows the tokens of texts, one JSON object a line.",
    discussion: """
      The values are those of Hugging Face's fast tokenizer. Offsets count Unicode scalars of the text; those of special \
      tokens are [0,0]. A .txt file, and standard input unless --input-format says otherwise, holds one text a line.
      """)

  @Argument(help: ArgumentHelp("A data file, or - for standard input.", valueName: "data"))
  var data: String?

  @Option(name: .long, help: ArgumentHelp("A text; may be given several times.", valueName: "text"))
  var text: [String] = []

  @OptionGroup var model: ModelOptions

  @Option(name: .long, help: ArgumentHelp("Cut texts to n tokens, special tokens included.", valueName: "n"))
  var maxLength: Int?

  @Flag(name: .long, help: "Leave out special tokens such as [CLS].")
  var noSpecialTokens = false

  @OptionGroup var columns: ColumnOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if data == nil && text.isEmpty { throw ValidationError("Give a data file, - or --text") }
    if let maxLength, maxLength < 1 { throw ValidationError("--max-length is at least 1, not \(maxLength)") }
  }

  func run() throws {
    let console = output.console()
    let directory = try model.directory(console: console)
    let pretrained = try PretrainedModel.tokenizer(at: directory)
    for warning in pretrained.warnings { console.warn(warning) }
    let tokenizer = pretrained.tokenizer
    let options = EncodingOptions(
      maxLength: maxLength, addSpecialTokens: !noSpecialTokens, truncationSide: pretrained.truncationSide)
    var lines = StandardOutput()
    for text in text {
      try lines.writeLine(Self.json(tokenizer.encode(text, pair: nil, options: options).encoded(line: 0)).line)
    }
    if let data {
      try columns.forEachRow(of: data, console: console) { row in
        let encoding = try tokenizer.encode(row.text, pair: row.pair, options: options).encoded(line: row.line)
        try lines.writeLine(Self.json(encoding).line)
      }
    }
    try lines.flush()
  }

  private static func json(_ encoding: Encoding) -> JSONValue {
    [
      "ids": .array(encoding.ids.map { .integer(Int($0)) }),
      "tokens": .array(encoding.tokens.map { .string($0) }),
      "offsets": .array(encoding.offsets.map { [.integer($0.lowerBound), .integer($0.upperBound)] }),
      "type_ids": .array(encoding.typeIDs.map { .integer(Int($0)) }),
      // There is no padding, so the mask is one everywhere.
      "attention_mask": .array(encoding.ids.map { _ in 1 }),
    ]
  }
}
