/// What `compare.json` holds, of one question or of several.
protocol ComparisonJournal: Codable {
  /// The newest form that this program knows.
  static var format: Int { get }
  /// The form of this record.
  var formatVersion: Int { get }
}

extension ComparisonRecord: ComparisonJournal {}
