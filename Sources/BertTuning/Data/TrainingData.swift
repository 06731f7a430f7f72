public import BertData
import BertInference
import BertStorage
import Crypto

/// The labelled rows of a run, divided.
public struct TrainingData: Sendable {
  /// The classes, in order.
  public let labels: LabelSet
  /// Rows to learn from.
  public let training: [Example]
  /// Rows to choose the best epoch by; may be empty.
  public let validation: [Example]
  /// Rows judged once, at the end; may be empty.
  public let test: [Example]
  /// SHA-256 of the data file, where the caller knows it; recorded in the bundle.
  public var fileSHA256: String?

  /// Takes rows that are divided already.
  ///
  /// - Throws: `noRows`, `unlabelledRow`, or `tooFewLabels` when fewer than two labels have training rows.
  public init(
    labels: LabelSet, training: [Example], validation: [Example], test: [Example] = [], fileSHA256: String? = nil
  ) throws(TuningError) {
    guard !training.isEmpty else { throw .noRows(part: "training") }
    for example in [training, validation, test].joined() {
      guard let label = example.label, (0..<labels.count).contains(label) else {
        throw .unlabelledRow(line: example.line)
      }
    }
    self.labels = labels
    self.training = training
    self.validation = validation
    self.test = test
    self.fileSHA256 = fileSHA256
    let present = Set(training.compactMap(\.label))
    guard present.count >= 2 else { throw .tooFewLabels(found: present.map { labels.names[$0] }) }
  }

  /// Holds a stratified share of the rows for validation.
  ///
  /// - Parameters:
  ///   - examples: all rows.
  ///   - labels: the labels that the rows' indices refer to.
  ///   - fraction: 0 ..< 1; 0 holds none.
  ///   - test: rows that are neither trained nor chosen on.
  ///   - seed: decides which rows are held.
  ///   - fileSHA256: the hash of the file that the rows come from.
  public init(
    splitting examples: [Example], labels: LabelSet, validationFraction fraction: Double, test: [Example] = [],
    seed: UInt64, fileSHA256: String? = nil
  ) throws(TuningError) {
    guard fraction >= 0, fraction < 1 else {
      throw .option(name: "validation", value: "\(fraction)", rule: "must be a file, or a share from 0 to below 1")
    }
    for example in examples where example.label == nil { throw .unlabelledRow(line: example.line) }
    let (training, held) = StratifiedSplit.split(
      labels: examples.compactMap(\.label), fraction: fraction, seed: seed)
    try self.init(
      labels: labels, training: training.map { examples[$0] }, validation: held.map { examples[$0] }, test: test,
      fileSHA256: fileSHA256)
  }

  /// Whether the rows are pairs of texts.
  var hasPairs: Bool { training.first?.pair != nil }

  /// Training rows per label.
  public var counts: [Int] { Self.counts(training, labels: labels.count) }

  static func counts(_ examples: [Example], labels: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: labels)
    for case let label? in examples.lazy.map(\.label) { counts[label] += 1 }
    return counts
  }

  /// SHA-256 over all that training can see: labels, texts and their division. Every string goes in with its length, so
  /// that no two different contents run together.
  var digest: String {
    var hash = SHA256()
    func add(_ number: Int) { withUnsafeBytes(of: Int64(number).littleEndian) { hash.update(bufferPointer: $0) } }
    func add(_ text: String) {
      add(text.utf8.count)
      var text = text
      text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    }
    add(labels.count)
    labels.names.forEach(add)
    for part in [training, validation, test] {
      add(part.count)
      for example in part {
        add(example.label ?? -1)
        add(example.text)
        add(example.pair == nil ? 0 : 1)
        add(example.pair ?? "")
      }
    }
    return FileDigest.hexadecimal(hash.finalize())
  }
}
