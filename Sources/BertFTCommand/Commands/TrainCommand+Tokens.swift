import ArgumentParser
import BertFT
import Foundation

extension TrainCommand {
  /// Refuses what labels of tokens have no use for.
  ///
  /// - Throws: `ValidationError` for the first such option.
  func requireTokenOptions() throws {
    let labels = source.labelOptions, columns = source.columns
    let unfit: [(isGiven: Bool, flag: String, remedy: String)] = [
      (source.labels != nil, "--labels", "the labels are those of the tags or spans"),
      (source.labelFile != nil, "--label-file", "the labels are those of the tags or spans"),
      (labels.labelColumn != nil, "--label-column", "the tag is the last column, or the member tags or spans"),
      (labels.labelColumns != nil, "--label-columns", "the tag is the last column, or the member tags or spans"),
      (labels.labelSeparator != nil, "--label-separator", "each token has one tag"),
      (labels.unknownLabels != .error, "--unknown-labels", "all labels of the training rows are learnt"),
      (columns.textColumn != nil, "--text-column", "the token is the first column, or the member tokens or text"),
      (columns.textPairColumn != nil, "--text-pair-column", "a row is one text"),
      (columns.delimiter != nil, "--delimiter", "columns are separated by tabs, or else by spaces"),
      (columns.noHeader, "--no-header", "CoNLL columns have none"),
      (training.classWeights != nil, "--class-weights", "every labelled token counts the same"),
      (training.calibrate != nil, "--calibrate", "scores of entities are not calibrated"),
      (training.prompt != nil, "--prompt", "entities are found in the text as it is"),
      (folds.map { $0 > 1 } ?? false, "--folds", "the rows are judged by --validation"),
      (training.novelty, "--novelty", "scores are of words and not of texts"),
      (training.abstainPrecision != nil, "--abstain-precision", "a text without entities gets none"),
    ]
    if let (_, flag, remedy) = unfit.first(where: \.isGiven) {
      throw ValidationError("\(flag) is for labels of texts, not for --task tokens, where \(remedy): leave it out")
    }
  }

  /// Trains a classifier of tokens.
  func trainTokens(_ console: Console) throws {
    let seed = repetition.seed.seed
    FlagUse.warnings(training.uses(model: model.named), methods: [training.method]).forEach(console.warn)
    var options = try training.tokenOptions(seed: seed)
    // Before anything is read or fetched: a mistyped number should not cost a download.
    try options.validate(hasValidation: source.hasValidation)
    try options.validateForTokens()
    let rows = try source.readTokens(test: test, seed: seed, console: console)
    training.passes.choosePasses(&options, rows: rows.training.count)
    let encoder = try model.directory(console: console)
    try repeatOverSeeds(console) { seed in
      let job = job(encoder, rows, options, seed: seed)
      let drawing = TrainingDrawing(console: console)
      return try Interruption.handling {
        try TokenTrainingSession(job).run(isCancelled: { Interruption.isRequested }, onEvent: drawing.show)
      }
    }
  }
}

extension LabelledData {
  /// Reads the files of labelled tokens and tells what was found in them.
  ///
  /// - Parameters:
  ///   - test: The path of a file, or a share of the data that is taken first.
  ///   - seed: Decides which rows a share takes.
  fileprivate func readTokens(test: String?, seed: UInt64, console: Console) throws -> TokenTrainingData {
    let rows = try TokenTrainingRows(
      DataSource(argument: data), validation: HeldRows(argument: validation), test: test.map(HeldRows.init), seed: seed,
      reading: columns.readingTokens(needsTags: true))
    for note in rows.notes { console.note(note) }
    return rows.data
  }
}
