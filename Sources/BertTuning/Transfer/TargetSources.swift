public import BertData
import BertStorage

/// Where the texts of another domain are read from.
public struct TargetSources: Sendable {
  /// Texts to adapt to; labels that they have are not read.
  public let texts: DataSource
  /// Labelled texts to learn from, for ``Adaptation/tradaboost`` and ``Adaptation/ensemble``.
  public let labelled: DataSource?

  /// Takes both sources.
  ///
  /// - Parameters:
  ///   - texts: Texts to adapt to; labels that they have are not read.
  ///   - labelled: Labelled texts to learn from; nil for none.
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
  /// - Returns: The texts, a report of the reading, and notes for people.
  /// - Throws: `DataError`.
  func read(
    _ reading: ReadingOptions, labelColumn: String?
  ) throws(DataError) -> (texts: [Example], report: ReadingReport, notes: [Wording]) {
    let found = try texts.texts(reading, labelColumn: labelColumn)
    guard let labelColumn, found.hasLabels else { return (found.texts, found.report, []) }
    return (
      found.texts, found.report,
      ["\(texts.name): the labels in '\(labelColumn)' are not read; the adaptation does not use them"]
    )
  }
}
