public import BertData
import BertStorage

/// Where the texts of another domain are read from.
public struct TargetSources: Sendable {
  /// Texts without labels; those that it has are not read.
  public let texts: DataSource
  /// Labelled texts to learn from, for ``Adaptation/tradaboost``.
  public let labelled: DataSource?

  /// Takes both.
  public init(texts: DataSource, labelled: DataSource? = nil) {
    self.texts = texts
    self.labelled = labelled
  }
}

extension TargetSources {
  /// The texts without their labels.
  ///
  /// - Parameters:
  ///   - reading: How the other files of the run are read.
  ///   - labelColumn: The column of their labels.
  /// - Returns: The texts, what was met, and what to say of it.
  /// - Throws: `DataError`.
  func read(
    _ reading: ReadingOptions, labelColumn: String?
  ) throws(DataError) -> (texts: [Example], report: ReadingReport, notes: [Wording]) {
    var plain = reading
    plain.needsLabels = false
    plain.labels = nil
    (plain.labelColumn, plain.labelColumns, plain.labelSeparator) = (nil, [], nil)
    let dataset = try DatasetReader.read(texts, options: plain)
    var notes: [Wording] = []
    if let labelColumn, hasColumn(labelColumn, reading) {
      notes.append("\(texts.name): the labels in '\(labelColumn)' are not read; it is adapted to without them")
    }
    return (dataset.examples, dataset.report, notes)
  }

  /// Whether the file has such a column. A pipe has been read and cannot be read again.
  private func hasColumn(_ name: String, _ reading: ReadingOptions) -> Bool {
    guard case .file = texts, var stream = try? DatasetReader.stream(texts, options: reading) else { return false }
    _ = try? stream.next()
    return stream.report.labelColumn == name
  }
}
