import BertFT

/// Rows for a classifier of tokens: words of CoNLL columns or of JSON, or the texts of any other form.
struct TokenRows {
  private enum Reader {
    case words(TokenRowReader)
    case texts(ExampleStream)
  }

  private var reader: Reader

  init(_ source: DataSource, columns: ColumnOptions) throws {
    if columns.textColumn == nil, TokenRowReader.reads(source, format: columns.inputFormat) {
      reader = .words(try TokenRowReader(source, options: columns.readingTokens(needsTags: false)))
    } else {
      reader = .texts(try DatasetReader.stream(source, options: columns.reading()))
    }
  }

  /// The next row; nil after the last.
  mutating func next() throws -> TokenRow? {
    switch reader {
    case .words(var words):
      defer { reader = .words(words) }
      return try words.next()
    case .texts(var texts):
      defer { reader = .texts(texts) }
      return try texts.next().map { TokenRow(.text($0.text, entities: nil), line: $0.line) }
    }
  }

  /// Whether the next row can be read without waiting for input, as far as that is known.
  var isReady: Bool {
    switch reader {
    case .words(let words): words.isReady
    case .texts(let texts): texts.isReady
    }
  }

  /// Reports the rows that were left out.
  func tell(_ console: Console) {
    switch reader {
    case .words(let words): words.note.map { console.note($0) }
    case .texts(let texts): console.tell(texts.report)
    }
  }
}
