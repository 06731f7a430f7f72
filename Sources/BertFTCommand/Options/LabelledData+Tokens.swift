import ArgumentParser
import BertFT

extension LabelledData {
  /// Refuses options that do not apply to labels of tokens.
  ///
  /// - Throws: `ValidationError` for the first such option.
  func requireTokenOptions() throws {
    try Self.refuseForTokens([
      (given.list != nil, "--labels", "the labels are those of the tags or spans"),
      (given.file != nil, "--label-file", "the labels are those of the tags or spans"),
      (labelOptions.labelColumn != nil, "--label-column", "the tag is the last column, or the member tags or spans"),
      (labelOptions.labelColumns != nil, "--label-columns", "the tag is the last column, or the member tags or spans"),
      (labelOptions.labelSeparator != nil, "--label-separator", "each token has one tag"),
      (labelOptions.unknownLabels != .error, "--unknown-labels", "all labels of the training rows are learnt"),
      (columns.textColumn != nil, "--text-column", "the token is the first column, or the member tokens or text"),
      (columns.textPairColumn != nil, "--text-pair-column", "a row is one text"),
      (columns.delimiter != nil, "--delimiter", "columns are separated by tabs, or else by spaces"),
      (columns.noHeader, "--no-header", "CoNLL columns have none"),
    ])
  }

  /// Refuses options that do not apply to labels of tokens.
  ///
  /// - Parameter unfit: Such options, and how it is with labels of tokens instead.
  /// - Throws: `ValidationError` for the first that is given.
  static func refuseForTokens(_ unfit: [(isGiven: Bool, flag: String, remedy: String)]) throws {
    if let (_, flag, remedy) = unfit.first(where: \.isGiven) {
      throw ValidationError("\(flag) is for labels of texts, not for --task tokens, where \(remedy): leave it out")
    }
  }

  /// Reads the files of labelled tokens and notes what was found in them.
  ///
  /// - Parameters:
  ///   - test: The path of the test file, or a share of the data, which is taken before the validation rows.
  ///   - fold: The part of the data to test on, instead of `test`.
  ///   - folds: In how many parts few rows are cross-validated; nil holds a share out.
  ///   - seed: Decides which rows a share takes.
  ///   - console: Where the notes go.
  /// - Throws: `DataError`, `TokenDataError`; `CommandFailure` for options of tables.
  func readTokens(
    test: String?, fold: TestFold? = nil, folds: Int? = nil, seed: UInt64, console: Console
  ) throws -> TokenTrainingData {
    let rows = try TokenTrainingRows(
      DataSource(argument: data), validation: HeldRows(argument: validation),
      test: fold.map(HeldRows.fold) ?? test.map(HeldRows.init),
      folds: folds, seed: seed, reading: columns.readingTokens(needsTags: true))
    for note in rows.notes { console.note(note) }
    return rows.data
  }
}
