import BertFT
import Foundation

/// The rows that a run learns from, chooses by and is judged on, read from the files that the command line names.
struct TrainingRows {
  let data: TrainingData
  /// What was met in which file, for the user.
  let reports: [(file: String, report: ReadingReport)]

  /// Reads the files. A share for the test that takes no row at all is an error, not a test that never was.
  ///
  /// - Parameters:
  ///   - data: a path, or `-`.
  ///   - validation: a share of the data as a number, or the path of a file.
  ///   - test: the path of a file, or a share of the data that is taken first.
  ///   - seed: decides which rows a share takes.
  ///   - reading: how rows are read; the labels found in the data hold for the other files too.
  init(
    data path: String, validation: String, test: String?, seed: UInt64, reading: ReadingOptions
  ) throws {
    let source = DataSource(argument: path)
    let dataset = try DatasetReader.read(source, options: reading)
    try dataset.requireTrainable(file: source.name)
    var reports = [(file: path, report: dataset.report)]
    let labels = dataset.labels ?? LabelSet(names: [])
    var others = reading
    others.labels = labels
    // The other files tell their format themselves, unless they too come without an ending.
    if source == .standardInput { others.format = nil }
    func read(_ path: String) throws -> [Example] {
      let other = try DatasetReader.read(DataSource(argument: path), options: others)
      reports.append((path, other.report))
      return other.examples
    }
    var examples = dataset.examples
    let judged: [Example]
    if let share = test.flatMap(Double.init) {
      guard share > 0, share < 1 else {
        throw TuningError.option(name: "test", value: "\(share)", rule: "must be a file, or a share between 0 and 1")
      }
      let (rest, held) = StratifiedSplit.split(labels: examples.compactMap(\.label), fraction: share, seed: seed)
      guard !held.isEmpty else {
        throw CommandFailure(
          .badData, "\(source.name): a share of \(share) for the test takes no row, for no label has rows enough",
          remedy: "Give more rows, or --test a file.")
      }
      judged = held.map { examples[$0] }
      examples = rest.map { examples[$0] }
    } else {
      judged = try test.map(read) ?? []
    }
    let hash = try Self.isRegularFile(path) ? FileDigest.sha256(of: URL(fileURLWithPath: path)) : nil
    if let share = Double(validation) {
      self.data = try TrainingData(
        splitting: examples, labels: labels, validationFraction: share, test: judged, seed: seed,
        fileSHA256: hash)
    } else {
      self.data = try TrainingData(
        labels: labels, training: examples, validation: read(validation), test: judged, fileSHA256: hash)
    }
    self.reports = reports
  }

  /// A pipe has been read and cannot be read again to be hashed.
  private static func isRegularFile(_ path: String) -> Bool {
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    let type = try? FileManager.default.attributesOfItem(atPath: file.path)[.type] as? FileAttributeType
    return type == .typeRegular
  }
}
