public import BertData
import BertInference
package import BertStorage
import Foundation

/// The training, validation and test rows of a run, read from files.
public struct TrainingRows: Sendable {
  /// The rows, divided.
  public let data: TrainingData
  /// The report of reading each source.
  public let reports: [(source: DataSource, report: ReadingReport)]
  /// Notes about the rows, one line each.
  public var notes: [String] { noteWordings.map(\.plain) }
  /// Likely mistakes in the columns of several questions, one line each.
  public var warnings: [String] { warningWordings.map(\.plain) }
  /// The notes, with variants for the command line.
  package let noteWordings: [Wording]
  /// The warnings, with variants for the command line.
  package let warningWordings: [Wording]

  /// Reads the files. A share for the test that takes no row is an error.
  ///
  /// - Parameters:
  ///   - source: the rows to learn from.
  ///   - validation: the validation rows: another file, or a share of the rows that the test leaves.
  ///   - test: the test rows: another file, or a share or a part, which is taken first; nil for none.
  ///   - folds: the number of parts for cross-validation, which replaces a validation share of fewer than
  ///     ``TrainingData/fewestJudging`` rows; nil never cross-validates.
  ///   - sources: more rows to learn from, each of a domain of its own; see ``Adaptation/ensemble``.
  ///   - target: texts of another domain that the classifier is to serve; nil for none. A file for the test is then of
  ///     that domain too.
  ///   - unlabelled: texts without labels to learn from beside the labelled ones; nil for none.
  ///   - anchor: texts whose masked tokens are learnt beside the task; nil for none.
  ///   - seed: decides which rows a share takes.
  ///   - reading: how rows are read; the labels found in the data hold for the other files too.
  /// - Throws: `DataError` for files that cannot be read or learnt from; `TuningError.option` for a share out of its
  ///   range, `noTestRows`, and what ``TrainingData`` refuses.
  public init(
    _ source: DataSource, validation: HeldRows, test: HeldRows?, folds: Int? = nil,
    sources: [DataSource] = [], target: TargetSources? = nil, unlabelled: DataSource? = nil,
    anchor: DataSource? = nil, seed: UInt64, reading: ReadingOptions
  ) throws {
    let dataset = try DatasetReader.read(source, options: reading)
    try dataset.requireTrainable(file: source.name)
    var reports = [(source: source, report: dataset.report)]
    let labels = dataset.labels ?? LabelSet(names: [])
    var others = reading
    others.labels = labels
    // A format given for standard input is not that of the other files, whose names have an ending.
    if source == .standardInput { others.format = nil }
    func read(_ other: DataSource) throws(DataError) -> [Example] {
      let dataset = try DatasetReader.read(other, options: others)
      reports.append((other, dataset.report))
      return dataset.examples
    }
    var examples = dataset.examples
    for (number, other) in sources.enumerated() {
      examples += try read(other).map { example in
        var example = example
        example.origin = number + 1
        return example
      }
    }
    var judged: [Example] = []
    switch test {
    case .share(let share): (examples, judged) = try Self.split(examples, labels.count, share, seed, source)
    case .source(let other): judged = try read(other)
    case .fold(let fold):
      let targets = TrainingData.strata(examples, labels: labels.count)
      (examples, judged) = try HeldRows.taking(fold, of: examples) { count in
        StratifiedSplit.folds(targets: targets, count: count, seed: seed)
      }
    case nil: break
    }
    let hash = try Self.hash(of: source)
    var data: TrainingData
    switch validation {
    case .share(let share):
      data = try TrainingData(
        splitting: examples, labels: labels, validationFraction: share, test: judged, seed: seed, fileSHA256: hash)
      if let folds, HeldRows.areFew(data.validation.count, share: share) {
        data = try TrainingData(
          labels: labels, training: examples, validation: [], test: judged, fileSHA256: hash)
        data.folds = folds
      }
    case .source(let other):
      data = try TrainingData(
        labels: labels, training: examples, validation: read(other), test: judged, fileSHA256: hash)
    case .fold: throw HeldRows.noFold()
    }
    data.testFold = test?.fold
    if !sources.isEmpty {
      data.sources = try ([source] + sources).map { (place) throws(TuningError) in
        SourceFile(name: place.name, fileSHA256: try Self.hash(of: place))
      }
    }
    data.columns = dataset.report.columns
    data.labelColumns = reading.labelColumns.isEmpty ? nil : reading.labelColumns
    var notes: [Wording] = []
    if let target {
      let found = try target.read(others, labelColumn: dataset.report.labelColumn)
      reports.append((target.texts, found.report))
      notes = found.notes
      let isTested = if case .source = test { true } else { false }
      data.target = try TargetDomain(
        texts: found.texts, labelled: target.labelled.map { try read($0) } ?? [], isTested: isTested)
      data.target?.fileSHA256 = try Self.hash(of: target.texts)
    }
    if let unlabelled {
      let found = try unlabelled.texts(others, labelColumn: dataset.report.labelColumn)
      reports.append((unlabelled, found.report))
      if let column = dataset.report.labelColumn, found.hasLabels {
        notes.append("\(unlabelled.name): the labels in '\(column)' are not read")
      }
      var texts = try UnlabelledTexts(found.texts, leavingOut: data.training + data.validation + data.test)
      texts.fileSHA256 = try Self.hash(of: unlabelled)
      if let note = texts.note(file: unlabelled.name) { notes.append(note) }
      data.unlabelled = texts
    }
    if let anchor {
      let found = try anchor.texts(others, labelColumn: nil)
      reports.append((anchor, found.report))
      data.anchor = try AnchorTexts(found.texts)
      data.anchor?.fileSHA256 = try Self.hash(of: anchor)
    }
    self.init(data, reports: reports, notes: notes, warnings: [])
  }

  init(
    _ data: TrainingData, reports: [(source: DataSource, report: ReadingReport)], notes: [Wording],
    warnings: [Wording]
  ) {
    self.data = data
    self.reports = reports
    noteWordings = notes
    warningWordings = warnings
  }

  private static func split(
    _ examples: [Example], _ labels: Int, _ share: Double, _ seed: UInt64, _ source: DataSource
  ) throws(TuningError) -> (rest: [Example], held: [Example]) {
    try takingTest(examples, share, source) {
      StratifiedSplit.split(
        targets: TrainingData.strata(examples, labels: labels), fraction: share, seed: seed)
    }
  }

  /// Takes a share of the rows for the test.
  ///
  /// - Parameter split: Divides the rows: the indices of both sides.
  /// - Throws: `option` for a share out of its range; `noTestRows` where the test has no row.
  static func takingTest(
    _ examples: [Example], _ share: Double, _ source: DataSource, _ split: () -> (training: [Int], held: [Int])
  ) throws(TuningError) -> (rest: [Example], held: [Example]) {
    try HeldRows.checkTest(share: share)
    let (rest, held) = split()
    guard !held.isEmpty else { throw .noTestRows(file: source.name, share: share) }
    return (rest.map { examples[$0] }, held.map { examples[$0] })
  }

  /// The file's SHA-256; nil for a pipe, which cannot be read a second time, and for a directory.
  static func hash(of source: DataSource) throws(TuningError) -> String? {
    guard case .file(let url) = source else { return nil }
    guard FileSystem.size(of: url) != nil else { return nil }
    return try TuningError.onFiles { () throws(FileError) in try FileDigest.sha256(of: url) }
  }
}
