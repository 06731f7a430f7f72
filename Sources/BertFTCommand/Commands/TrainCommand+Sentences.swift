import ArgumentParser
import BertFT
import Foundation

/// Training without labelled texts, on sentences about the labels.
extension TrainCommand {
  private static let purpose = "learns from sentences about the labels, where no data is given"

  /// Refuses options that do not go with sentences about the labels, or that need them where there is a data file.
  ///
  /// - Throws: `ValidationError` for the first such option.
  func checkSentences() throws {
    guard source.file == nil else {
      if let flag = described.firstOfSentences {
        throw ValidationError("\(flag) is for training that \(Self.purpose), and there is a data file")
      }
      return
    }
    guard source.given.list != nil || described.labelDescriptions != nil else { return try source.requireData() }
    guard [.setfit, .features].contains(training.method) else {
      throw ValidationError("--method setfit or features \(Self.purpose), and not \(training.method.rawValue)")
    }
    guard try !source.isOfTokens, try source.questions.isEmpty, try source.problem == .singleLabel else {
      throw ValidationError("Sentences about the labels are for one label a text: give a data file")
    }
    guard out != nil else { throw ValidationError("There is no data file to name the bundle after: give --out") }
    let unfit: [(isGiven: Bool, flag: String, remedy: String)] = [
      (described.labelValues, "--label-values", "there is no label column"),
      (source.given.file != nil, "--label-file", "give --labels or --label-descriptions"),
      (
        Double(source.validation) ?? 0 > 0 && source.validation != LabelledData.usualValidation,
        "--validation \(source.validation)", "a share of sentences about the labels judges nothing; give a file"
      ),
      (
        test.flatMap(Double.init) != nil, "--test \(test ?? "")",
        "a share of such sentences judges nothing; give a file"
      ),
      ((folds ?? 1) > 1, "--folds", "copies of a sentence cannot judge a model that learnt from another"),
      (training.earlyStopping != nil, "--early-stopping", "such sentences cannot judge an epoch"),
      (adapting.adaptTo != nil, "--adapt-to", "an adaptation begins with labelled texts"),
      (unlabelled.unlabelled != nil, "--unlabelled", "whether such texts help is told by labelled ones"),
      (fewLabels.appendNearest != nil, "--append-nearest", "the nearest labelled text is a copy"),
      (fewLabels.layer == "auto", "--layer auto", "copies cannot choose a layer; name one"),
    ]
    if let first = unfit.first(where: { $0.isGiven }) {
      throw ValidationError("\(first.flag) has no use without a data file: \(first.remedy)")
    }
    let files = [source.validation, test].compactMap { $0 }
    if files.contains("-") {
      throw ValidationError("--validation and --test need a file; only the data can come from standard input")
    }
  }

  /// Makes training rows of sentences about the labels; nil where there is a data file.
  ///
  /// - Throws: `DataError`, and `TuningError.option` for descriptions of other labels.
  func sentenceData(_ options: inout TrainingOptions, _ console: Console) throws -> TrainingData? {
    guard source.file == nil else { return nil }
    let descriptions: LabelDescriptions, labels: LabelSet
    if let file = described.labelDescriptions {
      descriptions = try LabelDescriptions(contentsOf: URL(fileURLWithPath: file))
      labels = try source.given.labelSet() ?? LabelSet(names: descriptions.names)
    } else {
      descriptions = try LabelDescriptions(parsing: source.given.list ?? "")
      labels = LabelSet(names: descriptions.names)
    }
    let sentences = LabelSentences(
      descriptions, templates: described.template, copies: described.templateCopies ?? LabelSentences.usualCopies)
    options.labelSentences = sentences
    // Before a file is read: a mistyped number should not cost that time.
    try options.validate(hasValidation: source.hasValidation)
    let rows = try TrainingRows(
      sentences, labels: labels,
      validation: Double(source.validation) == nil ? DataSource(argument: source.validation) : nil,
      test: test.map(DataSource.init(argument:)), reading: source.columns.reading(source.labelOptions, labels: labels))
    for (place, report) in rows.reports { console.tell(report, of: place.name) }
    console.note(
      "no data file: \(rows.data.training.count) training rows are sentences about the labels, "
        + "each \(sentences.copies) times")
    return rows.data
  }
}
