public import BertData
import BertInference
import BertStorage
import Foundation

/// The rows that a run learns from, chooses by and is judged on, read from files.
public struct TrainingRows: Sendable {
  /// The rows, divided.
  public let data: TrainingData
  /// What was met in which source.
  public let reports: [(source: DataSource, report: ReadingReport)]

  /// Reads the files. A share for the test that takes no row at all is an error, not a test that never was.
  ///
  /// - Parameters:
  ///   - source: the rows to learn from.
  ///   - validation: those that choose the best epoch: of another file, or a share of what the test leaves.
  ///   - test: those that are judged once: of another file, or a share that is taken first; nil for none.
  ///   - seed: decides which rows a share takes.
  ///   - reading: how rows are read; the labels found in the data hold for the other files too.
  /// - Throws: `DataError` for files that cannot be read or learnt from; `TuningError.option` for a share out of its
  ///   range, `noTestRows`, and what ``TrainingData`` refuses.
  public init(
    _ source: DataSource, validation: HeldRows, test: HeldRows?, seed: UInt64, reading: ReadingOptions
  ) throws {
    let dataset = try DatasetReader.read(source, options: reading)
    try dataset.requireTrainable(file: source.name)
    var reports = [(source: source, report: dataset.report)]
    let labels = dataset.labels ?? LabelSet(names: [])
    var others = reading
    others.labels = labels
    // The other files tell their format themselves, unless they too come without an ending.
    if source == .standardInput { others.format = nil }
    func read(_ other: DataSource) throws(DataError) -> [Example] {
      let dataset = try DatasetReader.read(other, options: others)
      reports.append((other, dataset.report))
      return dataset.examples
    }
    var examples = dataset.examples
    var judged: [Example] = []
    switch test {
    case .share(let share): (examples, judged) = try Self.split(examples, share, seed, source)
    case .source(let other): judged = try read(other)
    case nil: break
    }
    let hash = try Self.hash(of: source)
    var data: TrainingData
    switch validation {
    case .share(let share):
      data = try TrainingData(
        splitting: examples, labels: labels, validationFraction: share, test: judged, seed: seed, fileSHA256: hash)
    case .source(let other):
      data = try TrainingData(
        labels: labels, training: examples, validation: read(other), test: judged, fileSHA256: hash)
    }
    data.labelColumns = reading.labelColumns.isEmpty ? nil : reading.labelColumns
    self.data = data
    self.reports = reports
  }

  private static func split(
    _ examples: [Example], _ share: Double, _ seed: UInt64, _ source: DataSource
  ) throws(TuningError) -> (rest: [Example], held: [Example]) {
    try HeldRows.checkTest(share: share)
    let (rest, held) = StratifiedSplit.split(targets: examples.compactMap(\.target), fraction: share, seed: seed)
    guard !held.isEmpty else { throw .noTestRows(file: source.name, share: share) }
    return (rest.map { examples[$0] }, held.map { examples[$0] })
  }

  /// The file's hash; nil for a pipe, which has been read and cannot be read again, and for a directory.
  static func hash(of source: DataSource) throws(TuningError) -> String? {
    guard case .file(let url) = source else { return nil }
    guard FileSystem.size(of: url) != nil else { return nil }
    return try TuningError.onFiles { () throws(FileError) in try FileDigest.sha256(of: url) }
  }
}
