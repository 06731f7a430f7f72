/// The record of a comparison of one question or of several, or of a search among settings, written after each step.
protocol ComparisonJournal: Codable {
  /// The newest format version that this program reads.
  static var format: Int { get }
  /// The file's name.
  static var fileName: String { get }
  /// Its name in messages.
  static var title: String { get }
  /// What is kept for a later run where writing fails: subject and verb of a sentence.
  static var kept: String { get }
  /// The format version of this record.
  var formatVersion: Int { get }
}

extension ComparisonJournal {
  static var fileName: String { "compare.json" }
  static var title: String { "a comparison's record" }
  static var kept: String { "the finished methods are" }
}

extension ComparisonRecord: ComparisonJournal {}
