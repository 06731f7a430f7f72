/// What a directory of results keeps as it goes: a comparison of one question or of several, or a search among settings.
protocol ComparisonJournal: Codable {
  /// The newest form that this program knows.
  static var format: Int { get }
  /// The file's name.
  static var fileName: String { get }
  /// What it is, for people.
  static var title: String { get }
  /// What a later run can go on from, with its verb.
  static var kept: String { get }
  /// The form of this record.
  var formatVersion: Int { get }
}

extension ComparisonJournal {
  static var fileName: String { "compare.json" }
  static var title: String { "a comparison's record" }
  static var kept: String { "the finished methods are" }
}

extension ComparisonRecord: ComparisonJournal {}
