import BertData
import Foundation

/// Data whose tokens have labels, read with all that can be chosen.
enum TokenDataFuzzing {
  static func read(_ input: Data, extension suffix: String, _ folder: Folder) {
    let source = DataSource.file(folder.write("rows." + suffix, input))
    for policy in ReadingOptions.Policy.allCases {
      read(source, TokenReadingOptions(badRows: policy))
      read(source, TokenReadingOptions(needsTags: false, badRows: policy))
    }
    var options = TokenReadingOptions(tagNames: ["O", "B-A", "I-A"], badRows: .skip)
    // A short bound on rows, so that inputs of a few hundred bytes reach it too.
    options.maximumRowBytes = 200
    read(source, options)
  }

  private static func read(_ source: DataSource, _ options: TokenReadingOptions) {
    do throws(TokenDataError) {
      let dataset = try TokenDataset(contentsOf: source, options: options)
      precondition(dataset.notes.allSatisfy { !$0.isEmpty })
      for row in dataset.rows { check(row, options) }
    } catch {
      precondition(!error.description.isEmpty)
    }
  }

  private static func check(_ row: TokenRow, _ options: TokenReadingOptions) {
    precondition(row.line > 0)
    switch row.content {
    case .words(let words, let tags):
      precondition(!words.isEmpty && (tags != nil) == options.needsTags && tags.map { $0.count == words.count } ?? true)
      for entity in EntityDecoding.entities(tags ?? []) {
        precondition(words.indices.contains(entity.range.lowerBound))
      }
    case .text(let text, let entities):
      precondition((entities != nil) == options.needsTags)
      for entity in entities ?? [] { precondition(entity.range.upperBound <= text.unicodeScalars.count) }
    }
  }
}
