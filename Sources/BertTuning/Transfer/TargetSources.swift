public import BertData
import BertStorage

/// Where the texts of another domain are read from.
public struct TargetSources: Sendable {
  /// Texts without labels; those that it has are not read.
  public let texts: DataSource
  /// Labelled texts to learn from, for ``Adaptation/tradaboost`` and ``Adaptation/ensemble``.
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
    let found = try texts.texts(reading, labelColumn: labelColumn)
    guard let labelColumn, found.hasLabels else { return (found.texts, found.report, []) }
    return (
      found.texts, found.report,
      ["\(texts.name): the labels in '\(labelColumn)' are not read; it is adapted to without them"]
    )
  }
}
